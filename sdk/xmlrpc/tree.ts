// The ordered tree of an XML document: the shape in which fast-xml-parser gives it with `preserveOrder`.

import { unescapeText } from './escape.js'

/**
 * An element `{ tag: children }`, a run of text `{ '#text': string }` as written (references not yet resolved), or a
 * CDATA section `{ '#cdata': [{ '#text': string }] }`. Attributes, which XML-RPC does not use, may stand under `:@`.
 */
export interface XmlNode {
  readonly [tag: string]: readonly XmlNode[] | string
}

export const TEXT = '#text'
export const CDATA = '#cdata'

/** The tag of an element, `#text`, `#cdata`, or a name that begins with `?` for an instruction. */
export function tagOf(node: XmlNode): string {
  for (const tag in node) if (tag !== ':@') return tag
  return ''
}

export function childrenOf(node: XmlNode): readonly XmlNode[] {
  const children = node[tagOf(node)]
  return typeof children === 'object' ? children : []
}

/** The elements among some nodes. */
export function elementsOf(nodes: readonly XmlNode[]): readonly XmlNode[] {
  return nodes.filter((node) => {
    const first = tagOf(node).charCodeAt(0)
    return first !== 0x23 && first !== 0x3f
  })
}

/** All text directly in an element, references resolved. Throws SyntaxError for a bad reference. */
export function textOf(nodes: readonly XmlNode[]): string {
  let text = ''
  for (const node of nodes) {
    const tag = tagOf(node)
    if (tag === TEXT) text += unescapeText(String(node[TEXT]))
    else if (tag === CDATA) text += rawTextOf(childrenOf(node))
  }
  return text
}

function rawTextOf(nodes: readonly XmlNode[]): string {
  return nodes.map((node) => String(node[TEXT] ?? '')).join('')
}
