// Quoting as Supervisor's messages show it: Python's repr() of a text.

/** `it's` becomes `"it's"`, control characters become escapes; everything else stands between single quotes. */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\'\0-\x1f\x7f]/g, (character) => escapeCharacter(character, quote))
  return quote + escaped + quote
}

function escapeCharacter(character: string, quote: string): string {
  switch (character) {
    case '\\':
      return '\\\\'
    case "'":
      return quote === "'" ? "\\'" : "'"
    case '\n':
      return '\\n'
    case '\r':
      return '\\r'
    case '\t':
      return '\\t'
    default:
      return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  }
}
