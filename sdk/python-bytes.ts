// Output of children as text, and as Python's repr() shows it where Supervisor does (EVT-21, LOG-25).

const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' }

/** `b'caf\xe9'`; between double quotes when the bytes hold single quotes only. */
export function pythonBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'"
  let text = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (NAMED[byte] !== undefined) text += NAMED[byte]
    else if (byte < 0x20 || byte > 0x7e) text += `\\x${byte.toString(16).padStart(2, '0')}`
    else text += character === quote ? `\\${character}` : character
  }
  return `b${quote}${text}${quote}`
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text, or what Supervisor shows of bytes that are none: `Undecodable: b'caf\xe9'` (EVT-21). */
export function decodeOutput(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return `Undecodable: ${pythonBytes(bytes)}`
  }
}
