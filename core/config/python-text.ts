// Text as Python sees it: what counts as white space, and in which order texts are.

// str.isspace(): JavaScript's trim() knows neither the separators 1c-1f nor 85, and adds feff.
const SPACE = '\\t\\n\\v\\f\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g')
const END = new RegExp(`[${SPACE}]+$`)
const RUN = new RegExp(`[${SPACE}]+`)
const ONE = new RegExp(`[${SPACE}]`)
const NOT_SPACE = new RegExp(`[^${SPACE}]`)

export function isSpace(character: string): boolean {
  return ONE.test(character)
}

export function strip(text: string): string {
  return needsStrip(text) ? text.replace(ENDS, '') : text
}

export function stripEnd(text: string): string {
  return needsStrip(text) ? text.replace(END, '') : text
}

/** The index of the first character that is not white space; 0 when there is none. */
export function indentation(line: string): number {
  const index = line.search(NOT_SPACE)
  return index === -1 ? 0 : index
}

/** Words between runs of white space. */
export function splitWords(text: string): string[] {
  return text.split(RUN).filter((word) => word !== '')
}

// Nearly every line begins and ends with plain printable ASCII: two comparisons spare it the regular expression.
function needsStrip(text: string): boolean {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  return !(first > 0x20 && first < 0x80 && last > 0x20 && last < 0x80)
}

/** Order by code points, for `sort()`: JavaScript's own order is by UTF-16 units. */
export function byCodePoint(left: string, right: string): number {
  if (left === right) return 0
  const plain = left < right ? -1 : 1
  if (!/[\ud800-\udfff]/.test(left + right)) return plain
  const a = Array.from(left, (character) => character.codePointAt(0) ?? 0)
  const b = Array.from(right, (character) => character.codePointAt(0) ?? 0)
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a[index] !== b[index]) return (a[index] ?? 0) - (b[index] ?? 0)
  }
  return a.length - b.length
}
