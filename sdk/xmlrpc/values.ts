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
