// A strict reader of the XML that XML-RPC answers are made of. It shares nothing with the product, so that it can judge.

export interface XmlElement {
  readonly name: string
  readonly children: XmlElement[]
  text: string
}

// What XML 1.0 forbids even as a character reference.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The root element. Throws on everything that is not well-formed. */
export function parseXml(source: string): XmlElement {
  const forbidden = FORBIDDEN.exec(source)
  if (forbidden !== null) throw new Error(`ill-formed XML: character ${JSON.stringify(forbidden[0])}`)
  const root: XmlElement = { name: '', children: [], text: '' }
  const open: XmlElement[] = [root]
  let position = 0
  for (const match of source.matchAll(/<(\?[^>]*\?|\/?[\w.:-]+\s*\/?)>/g)) {
    addText(open, source.slice(position, match.index))
    position = match.index + match[0].length
    const tag = match[1] ?? ''
    if (tag.startsWith('?')) continue
    if (tag.startsWith('/')) closeElement(open, tag.slice(1).trim())
    else openElement(open, tag)
  }
  addText(open, source.slice(position))
  const only = root.children[0]
  if (open.length !== 1 || root.children.length !== 1 || only === undefined || root.text.trim() !== '') {
    throw new Error('ill-formed XML: not one root element')
  }
  return only
}

function openElement(open: XmlElement[], tag: string): void {
  const element: XmlElement = { name: tag.replace(/\s*\/?$/, ''), children: [], text: '' }
  open.at(-1)?.children.push(element)
  if (!tag.endsWith('/')) open.push(element)
}

function closeElement(open: XmlElement[], name: string): void {
  const last = open.pop()
  if (last === undefined || open.length === 0 || last.name !== name) {
    throw new Error(`ill-formed XML: </${name}> closes <${last?.name}>`)
  }
}

function addText(open: XmlElement[], text: string): void {
  if (text.includes('<')) throw new Error(`ill-formed XML: stray < in ${JSON.stringify(text.slice(0, 80))}`)
  const element = open.at(-1)
  if (element !== undefined) element.text += text.replace(/\r\n?/g, '\n').replace(/&([^;]*);?/g, decodeEntity)
}

function decodeEntity(whole: string, name: string): string {
  const code = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name)
  const text =
    code === null
      ? ENTITIES[name]
      : String.fromCodePoint(code[1] !== undefined ? Number.parseInt(code[1], 16) : Number(code[2]))
  if (text === undefined || !whole.endsWith(';') || FORBIDDEN.test(text)) {
    throw new Error(`ill-formed XML: entity ${whole}`)
  }
  return text
}
