// Quoting as Supervisor's messages show it: Python's repr() of a text.

/** Single quotes unless only the other kind can do without escapes, and escapes for what cannot be printed. */
export function pythonRepr(text: string): string {
  if (/^[ -&(-[\]-~]*$/.test(text)) return `'${text}'`
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = quote
  for (const character of text) {
    if (character === quote || character === '\\') out += `\\${character}`
    else if (/[\p{C}\p{Z}]/u.test(character) && character !== ' ') out += escapeCharacter(character)
    else out += character
  }
  return out + quote
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
