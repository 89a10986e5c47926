// What is compared and read in the bytes of a listener's answer, without making text of them.

const ZERO = 0x30
const INTEGER = /^\s*\+?\d+(_\d+)*\s*$/

/** Does `bytes` go on with `expected`? */
export function hasAt(bytes: Buffer, begin: number, expected: Buffer): boolean {
  // Compared here: a call of Buffer.compare costs more than so few bytes.
  for (let index = 0; index < expected.length; index += 1) {
    if (bytes[begin + index] !== expected[index]) return false
  }
  return true
}

/** As Python's int() reads it; null for what is no number, or a negative one. */
export function readInteger(bytes: Buffer, begin: number, end: number): number | null {
  let value = 0
  for (let at = begin; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return readSpelled(bytes.toString('latin1', begin, end))
    value = value * 10 + digit
  }
  return begin < end ? value : null
}

/** With spaces around it, a sign, or underscores between its digits. */
function readSpelled(text: string): number | null {
  return INTEGER.test(text) ? Number(text.replaceAll('_', '')) : null
}
