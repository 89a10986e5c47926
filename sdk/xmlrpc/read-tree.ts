// A small strict XML reader for answers. It exists because a client that lives for 40 ms cannot spend 15 of them on
// loading a general parser; servers read calls with fast-xml-parser, and one decoder serves both.

import { unescapeText } from './escape.js'
import { CDATA, TEXT, type XmlNode } from './tree.js'

type Children = { [tag: string]: Children | string }[]

const TAG =
  /<(?:(\/)?([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/)?>|!--|!\[CDATA\[|\?)/y
const MAX_DEPTH = 1000

function fail(text: string, position: number): never {
  const line = text.slice(0, position).split('\n').length
  throw new SyntaxError(`not well-formed XML at line ${line}`)
}

/** The position after the next `end`. */
function skipPast(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from)
  return found < 0 ? fail(text, from) : found + end.length
}

/**
 * The ordered tree of a document: one root element, comments and instructions left out. No DOCTYPE. Throws
 * SyntaxError, with the line, for anything that is not well-formed.
 */
export function readTree(text: string): readonly XmlNode[] {
  const steps = readTreeInSteps(text)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** Tags between two steps: a few milliseconds. */
const STEP = 500

/** As `readTree`, for a caller that has other things to do in between. */
export function* readTreeInSteps(text: string): Generator<void, readonly XmlNode[]> {
  const document: Children = []
  const open: { tag: string; outer: Children }[] = []
  let children = document
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0
  for (let tags = 1; position < text.length; tags += 1) {
    if (tags % STEP === 0) yield
    const start = text.indexOf('<', position)
    const end = start < 0 ? text.length : start
    if (end > position) {
      if (open.length === 0) {
        if (text.slice(position, end).trim() !== '') fail(text, position)
      } else if (end - position <= PIECE) children.push({ [TEXT]: text.slice(position, end) })
      else yield* pushLongText(children, text, position, end)
    }
    if (start < 0) break
    TAG.lastIndex = start
    const match = TAG.exec(text) ?? fail(text, start)
    const [whole, closing, tag, , empty] = match
    position = start + whole.length
    if (tag === undefined) {
      if (whole === '<![CDATA[') {
        const after = skipPast(text, ']]>', position)
        if (open.length === 0) fail(text, start)
        children.push({ [CDATA]: [{ [TEXT]: text.slice(position, after - 3) }] })
        position = after
      } else position = skipPast(text, whole === '<?' ? '?>' : '-->', position)
    } else if (closing !== undefined) {
      const element = open.pop()
      if (element?.tag !== tag) fail(text, start)
      children = element.outer
    } else {
      if (open.length === 0 && document.length > 0) fail(text, start)
      const inner: Children = []
      children.push({ [tag]: inner })
      if (empty === undefined) {
        if (open.push({ tag, outer: children }) > MAX_DEPTH) fail(text, start)
        children = inner
      }
    }
  }
  if (open.length > 0 || document.length === 0) fail(text, text.length)
  return document
}

/** Characters of a text that are looked at in one step. */
const PIECE = 16 * 1024

/** A long text becomes several, with their references resolved, which takes long too. None is cut in a reference. */
function* pushLongText(children: Children, text: string, start: number, end: number): Generator<void> {
  for (let from = start; from < end; ) {
    const reference = from + PIECE < end ? text.indexOf('&', from + PIECE) : -1
    const to = reference === -1 || reference > end ? end : reference
    children.push({ [CDATA]: [{ [TEXT]: unescapeText(text.slice(from, to)) }] })
    from = to
    yield
  }
}
