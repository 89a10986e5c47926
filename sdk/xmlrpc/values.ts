// What XML-RPC can carry.

/**
 * A value of a call or an answer. A number that is an integer travels as `<int>`, any other as `<double>`; bytes travel
 * as base64 and arrive as UTF-8 text; a Date travels as dateTime.iso8601 in UTC.
 */
export type XmlRpcValue =
  | string
  | number
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly XmlRpcValue[]
  | { readonly [member: string]: XmlRpcValue }

const ENCODED = Symbol.for('reeve.xmlrpc.encoded')

/** A value that is encoded already: one `<value>` with a newline at its end. Send the same one again as often as it fits. */
export class EncodedValue {
  readonly [ENCODED] = true
  readonly xml: string
  /** The document of an answer with this value, in UTF-8, once it was asked for. */
  document: Buffer | undefined

  constructor(xml: string) {
    this.xml = xml
  }
}

/** True for an EncodedValue of any copy of the SDK. */
export function isEncoded(value: object): value is EncodedValue {
  return ENCODED in value
}

/** What a method may answer: a value, or one with parts that are encoded already. */
export type XmlRpcResult =
  | XmlRpcValue
  | EncodedValue
  | readonly XmlRpcResult[]
  | { readonly [member: string]: XmlRpcResult }
