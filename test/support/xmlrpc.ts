// An XML-RPC client for tests, independent of the product's own.

import { type Address, type HttpAnswer, request } from './address.js'
import { parseXml, type XmlElement } from './xml.js'

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** What a call can end in; faults are values here, because transcripts record them. */
export type Outcome = { readonly value: Value } | { readonly fault: number; readonly text: string }

export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface CallOptions {
  readonly credentials?: Credentials
  readonly deadlineMs?: number
}

/** Calls a method. An HTTP status other than 200 or XML that is not well-formed throws. */
export async function call(
  address: Address,
  method: string,
  params: readonly Value[] = [],
  options: CallOptions = {},
): Promise<Outcome> {
  const answer = await post(address, encodeCall(method, params), options)
  if (answer.status !== 200) throw new Error(`${method}: HTTP ${answer.status} ${answer.body}`)
  return decodeOutcome(answer.body.toString('utf8'))
}

export function post(
  address: Address,
  body: string,
  { credentials, deadlineMs }: CallOptions = {},
): Promise<HttpAnswer> {
  const authorization =
    credentials === undefined
      ? {}
      : {
          Authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`,
        }
  return request(address, 'POST', '/RPC2', {
    headers: { 'Content-Type': 'text/xml', ...authorization },
    body,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  })
}

export function encodeCall(method: string, params: readonly Value[]): string {
  const list = params.map((value) => `<param>${encode(value)}</param>`).join('')
  return `<?xml version='1.0'?>\n<methodCall><methodName>${escapeText(method)}</methodName><params>${list}</params></methodCall>`
}

function encode(value: Value): string {
  return `<value>${encodeBare(value)}</value>`
}

function encodeBare(value: Value): string {
  if (value === null) return '<nil/>'
  if (typeof value === 'string') return `<string>${escapeText(value)}</string>`
  if (typeof value === 'boolean') return `<boolean>${value ? 1 : 0}</boolean>`
  if (typeof value === 'number')
    return Number.isInteger(value) ? `<int>${value}</int>` : `<double>${value}</double>`
  if (Array.isArray(value)) return `<array><data>${value.map(encode).join('')}</data></array>`
  const members = Object.entries(value).map(
    ([name, member]) => `<member><name>${escapeText(name)}</name>${encode(member)}</member>`,
  )
  return `<struct>${members.join('')}</struct>`
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

export function decodeOutcome(body: string): Outcome {
  const root = parseXml(body)
  if (root.name !== 'methodResponse') throw new Error(`not a methodResponse but ${root.name}`)
  const first = only(root)
  if (first.name === 'params') return { value: decode(only(only(first))) }
  const fault = decode(only(first)) as { faultCode: number; faultString: string }
  return { fault: fault.faultCode, text: fault.faultString }
}

function only(element: XmlElement): XmlElement {
  const child = element.children[0]
  if (child === undefined || element.children.length !== 1) {
    throw new Error(`<${element.name}> has ${element.children.length} children instead of one`)
  }
  return child
}

function decode(element: XmlElement): Value {
  if (element.name !== 'value') throw new Error(`<${element.name}> where <value> should be`)
  if (element.children.length === 0) return element.text
  const typed = only(element)
  const decoder = DECODERS[typed.name]
  if (decoder === undefined) throw new Error(`unknown type <${typed.name}>`)
  return decoder(typed)
}

const DECODERS: Readonly<Record<string, (element: XmlElement) => Value>> = {
  int: decodeInteger,
  i4: decodeInteger,
  boolean: (element) => {
    if (element.text !== '0' && element.text !== '1') throw new Error(`boolean ${element.text}`)
    return element.text === '1'
  },
  string: (element) => element.text,
  double: (element) => Number(element.text),
  array: (element) => only(element).children.map(decode),
  struct: (element) => Object.fromEntries(element.children.map(decodeMember)),
  nil: () => null,
}

function decodeInteger(element: XmlElement): number {
  const value = Number(element.text)
  if (!/^-?\d+$/.test(element.text) || value !== (value | 0)) throw new Error(`not an int32: ${element.text}`)
  return value
}

function decodeMember(member: XmlElement): [string, Value] {
  const [name, value] = member.children
  if (name === undefined || value === undefined) throw new Error('a struct member without name or value')
  return [name.text, decode(value)]
}
