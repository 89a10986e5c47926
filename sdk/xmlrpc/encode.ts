// Values, calls and answers as XML, written as strings in the exact layout of Supervisor's answers.

import { escapeText } from './escape.js'
import { EncodedValue, isEncoded, type XmlRpcResult, type XmlRpcValue } from './values.js'

const HEAD = "<?xml version='1.0'?>\n"
const ANSWER_HEAD = `${HEAD}<methodResponse>\n<params>\n<param>\n`
const ANSWER_TAIL = '</param>\n</params>\n</methodResponse>\n'
const FAULT_HEAD = `${HEAD}<methodResponse>\n<fault>\n`
const FAULT_TAIL = '</fault>\n</methodResponse>\n'

const MAX_INT = 2147483647
const MIN_INT = -2147483648

/**
 * One `<value>` with a newline at its end. Throws RangeError for an integer that `<int>` cannot carry, because
 * clients cast hard and neither a double nor a wrong number is an answer; TypeError for what is no XmlRpcValue.
 */
function encodeValue(value: XmlRpcResult): string {
  switch (typeof value) {
    case 'string':
      return `<value><string>${escapeText(value)}</string></value>\n`
    case 'number':
      return encodeNumber(value)
    case 'boolean':
      return value ? '<value><boolean>1</boolean></value>\n' : '<value><boolean>0</boolean></value>\n'
    case 'object':
      return encodeObject(value)
    case 'undefined':
      return '<value><nil/></value>\n'
    default:
      throw new TypeError(`cannot send a ${typeof value} in XML-RPC`)
  }
}

function encodeNumber(value: number): string {
  if (Number.isInteger(value)) {
    if (value <= MAX_INT && value >= MIN_INT) return `<value><int>${value}</int></value>\n`
    throw new RangeError(`the integer ${value} exceeds the 32 bits of XML-RPC; send it as a string`)
  }
  if (Number.isFinite(value)) return `<value><double>${value}</double></value>\n`
  throw new RangeError(`cannot send ${value} in XML-RPC`)
}

/** An integer as the nearest one that `<int>` can carry: for times, offsets and sizes (RPC-12). */
export function toInt32(value: number): number {
  return value > MAX_INT ? MAX_INT : value < MIN_INT ? MIN_INT : Math.trunc(value)
}

function encodeObject(value: Exclude<XmlRpcResult, string | number | boolean>): string {
  if (value === null) return '<value><nil/></value>\n'
  if (isEncoded(value)) return value.xml
  if (Array.isArray(value)) return encodeArray(value as readonly XmlRpcResult[])
  if (value instanceof Date) {
    const text = value.toISOString().slice(0, 19).replaceAll('-', '')
    return `<value><dateTime.iso8601>${text}</dateTime.iso8601></value>\n`
  }
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    return `<value><base64>\n${bytes.toString('base64')}\n</base64></value>\n`
  }
  return encodeStruct(value as { readonly [member: string]: XmlRpcResult })
}

function encodeArray(values: readonly XmlRpcResult[]): string {
  let text = '<value><array><data>\n'
  for (const value of values) text += encodeValue(value)
  return `${text}</data></array></value>\n`
}

function encodeStruct(struct: { readonly [member: string]: XmlRpcResult }): string {
  let text = '<value><struct>\n'
  for (const name of Object.keys(struct)) {
    text += `<member>\n<name>${escapeText(name)}</name>\n${encodeValue(struct[name]!)}</member>\n`
  }
  return `${text}</struct></value>\n`
}

/**
 * Prepares the encoding of a struct that is sent often. `members` are its names in order, with `int` for integers that
 * are known to fit 32 bits and `string` for text. Four times as fast as the general way: everything between the values
 * is one constant.
 */
export function createStructEncoder<Name extends string>(
  members: Readonly<Record<Name, 'int' | 'string'>>,
): (struct: Readonly<Record<Name, string | number>>) => EncodedValue {
  const names = Object.keys(members) as Name[]
  const before = names.map((name, index) => {
    const previous = names[index - 1]
    const end = previous === undefined ? '<value><struct>\n' : `</${members[previous]}></value>\n</member>\n`
    return `${end}<member>\n<name>${escapeText(name)}</name>\n<value><${members[name]}>`
  })
  const last = names.at(-1)
  const end = last === undefined ? '<value><struct>\n' : `</${members[last]}></value>\n</member>\n`
  return (struct) => {
    const parts: (string | number)[] = []
    for (let index = 0; index < names.length; index++) {
      const value = struct[names[index]!]
      parts.push(before[index]!, typeof value === 'string' ? escapeText(value) : value)
    }
    parts.push(end, '</struct></value>\n')
    // Joining gives one flat string: it is cheap to keep and to send again.
    return new EncodedValue(parts.join(''))
  }
}

/** The document of a successful answer. */
export function encodeResponse(value: XmlRpcResult): string {
  return ANSWER_HEAD + encodeValue(value) + ANSWER_TAIL
}

/**
 * The same, as a server sends it: the bytes of an EncodedValue are kept, because writing 130 kB as a string costs
 * 80 us of CPU and writing them as bytes 30.
 */
export function encodeAnswer(value: XmlRpcResult): string | Buffer {
  if (typeof value !== 'object' || value === null || !isEncoded(value)) return encodeResponse(value)
  value.document ??= Buffer.from(encodeResponse(value))
  return value.document
}

/** Encodes a value before its answer is complete: what it was made of need not be kept. Throws as `encodeResponse`. */
export function encodeEarly(value: XmlRpcResult): EncodedValue {
  return typeof value === 'object' && value !== null && isEncoded(value)
    ? value
    : new EncodedValue(encodeValue(value))
}

/** An array of values that are encoded already. */
export function encodeArrayOf(values: readonly EncodedValue[]): EncodedValue {
  const parts = values.map((value) => value.xml)
  return new EncodedValue(['<value><array><data>\n', ...parts, '</data></array></value>\n'].join(''))
}

/** The document of a fault. */
export function encodeFault(faultCode: number, faultString: string): string {
  return FAULT_HEAD + encodeStruct({ faultCode, faultString }) + FAULT_TAIL
}

/** The document of a call. */
export function encodeCall(method: string, parameters: readonly XmlRpcValue[] = []): string {
  let text = `${HEAD}<methodCall>\n<methodName>${escapeText(method)}</methodName>\n<params>\n`
  for (const parameter of parameters) text += `<param>\n${encodeValue(parameter)}</param>\n`
  return `${text}</params>\n</methodCall>\n`
}
