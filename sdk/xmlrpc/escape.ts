// Text in XML: what must be escaped, and what XML 1.0 cannot carry at all.

/** One pass decides whether a text needs any work: most names and states do not. */
const SPECIAL = /[&<>\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/
const ALL_SPECIAL = new RegExp(SPECIAL, 'g')

function replacement(character: string): string {
  if (character === '&') return '&amp;'
  if (character === '<') return '&lt;'
  if (character === '>') return '&gt;'
  return '\uFFFD'
}

/**
 * Text as XML character data. Control characters of logs become U+FFFD, so that every answer is well-formed.
 * A lone surrogate becomes U+FFFD when the text is encoded as UTF-8.
 */
// Differs from Supervisor: it sends control characters as they are, and clients cannot parse the answer (EDGE-42).
export function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, replacement) : text
}

const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

/** True when a document holds a character that XML 1.0 forbids. */
export function hasIllegalCharacter(text: string): boolean {
  return ILLEGAL.test(text)
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+))?;?/g

function resolveReference(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (whole.endsWith(';')) {
    if (name !== undefined && Object.hasOwn(NAMED, name)) return NAMED[name]!
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal ?? '0', 16)
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  }
  throw new SyntaxError(`bad reference ${whole} in XML text`)
}

/**
 * Character data as text, with line ends normalised. Only the five references of XML and numbers exist: entities of
 * a DOCTYPE are refused, so no document can grow while it is read. Throws SyntaxError.
 */
export function unescapeText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (!lines.includes('&')) return lines
  if (UNUSUAL.test(lines)) return lines.replace(REFERENCE, resolveReference)
  // A call for each reference of a text of megabytes would take seconds.
  return lines.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** Anything but the references that clients write. */
const UNUSUAL = /&(?!(?:amp|lt|gt);)/
