// Calls and answers from the ordered tree of an XML document: one decoder for servers and clients (RPC-05).

import { readTree } from './read-tree.js'
import { childrenOf, elementsOf, tagOf, textOf, type XmlNode } from './tree.js'
import type { XmlRpcValue } from './values.js'

/** A decoded call. `method` is as sent and may be empty. */
export interface XmlRpcCall {
  readonly method: string
  readonly parameters: readonly XmlRpcValue[]
}

/** A decoded answer: a value or a fault. */
export type XmlRpcAnswer =
  | { readonly value: XmlRpcValue }
  | { readonly fault: { readonly code: number; readonly text: string } }

function bad(what: string): never {
  throw new SyntaxError(`not XML-RPC: ${what}`)
}

function decodeInteger(nodes: readonly XmlNode[]): number {
  const text = textOf(nodes).trim()
  return /^[+-]?\d+$/.test(text) ? Number(text) : bad(`the integer "${text}"`)
}

function decodeDouble(nodes: readonly XmlNode[]): number {
  const text = textOf(nodes).trim()
  const value = text === '' ? Number.NaN : Number(text)
  return Number.isNaN(value) ? bad(`the double "${text}"`) : value
}

function decodeDate(nodes: readonly XmlNode[]): Date {
  const text = textOf(nodes).trim()
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d)$/.exec(text) ?? bad(`the time "${text}"`)
  const date = new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}Z`)
  return Number.isNaN(date.getTime()) ? bad(`the time "${text}"`) : date
}

function decodeArray(nodes: readonly XmlNode[]): XmlRpcValue[] {
  const data = elementsOf(nodes)[0] ?? bad('an array without data')
  return elementsOf(childrenOf(data)).map(decodeValue)
}

function decodeStruct(nodes: readonly XmlNode[]): { readonly [member: string]: XmlRpcValue } {
  const members = elementsOf(nodes).map((member): [string, XmlRpcValue] => {
    const [name, value] = elementsOf(childrenOf(member))
    if (name === undefined || value === undefined) bad('a member without name or value')
    return [textOf(childrenOf(name)), decodeValue(value)]
  })
  // fromEntries defines own properties, so that a member called __proto__ is only a member.
  return Object.fromEntries(members)
}

const DECODERS: Readonly<Record<string, (nodes: readonly XmlNode[]) => XmlRpcValue>> = {
  int: decodeInteger,
  i4: decodeInteger,
  boolean: (nodes) => textOf(nodes) === '1',
  string: textOf,
  double: decodeDouble,
  'dateTime.iso8601': decodeDate,
  base64: (nodes) => Buffer.from(textOf(nodes), 'base64').toString('utf8'),
  array: decodeArray,
  struct: decodeStruct,
  nil: () => null,
}

/** The value of a `<value>` element. Without a type it is a string; an unknown type gives its text (RPC-05). */
function decodeValue(element: XmlNode): XmlRpcValue {
  const children = childrenOf(element)
  const typed = elementsOf(children)[0]
  if (typed === undefined) return textOf(children)
  const tag = tagOf(typed)
  const decode = Object.hasOwn(DECODERS, tag) ? DECODERS[tag]! : textOf
  return decode(childrenOf(typed))
}

function find(nodes: readonly XmlNode[], tag: string): readonly XmlNode[] | undefined {
  const element = nodes.find((node) => tagOf(node) === tag)
  return element && childrenOf(element)
}

function rootOf(tree: readonly XmlNode[]): readonly XmlNode[] {
  return childrenOf(elementsOf(tree)[0] ?? bad('no root element'))
}

/** A call from the tree of its document; missing params are no params (RPC-03). Throws SyntaxError. */
export function decodeCall(tree: readonly XmlNode[]): XmlRpcCall {
  const root = rootOf(tree)
  const parameters = elementsOf(find(root, 'params') ?? []).map((parameter) =>
    decodeValue(elementsOf(childrenOf(parameter))[0] ?? bad('a param without value')),
  )
  return { method: textOf(find(root, 'methodName') ?? []), parameters }
}

/** An answer from its document. Throws SyntaxError for a document that is no XML-RPC answer. */
export function decodeResponse(text: string): XmlRpcAnswer {
  const root = rootOf(readTree(text))
  const fault = find(root, 'fault')
  if (fault !== undefined) {
    const value = decodeValue(elementsOf(fault)[0] ?? bad('an empty fault'))
    const { faultCode, faultString } = value as { faultCode?: unknown; faultString?: unknown }
    return { fault: { code: Number(faultCode), text: String(faultString ?? '') } }
  }
  const parameter = elementsOf(find(root, 'params') ?? [])[0] ?? bad('an answer without a value')
  return { value: decodeValue(elementsOf(childrenOf(parameter))[0] ?? bad('a param without value')) }
}
