// What looks like the work of a shell in a command that no shell reads.

/** `$HOME`, `${HOME}`, `$(date)`, `` `date` ``: as it is written, and the variable's name where it has one. */
export interface Unexpanded {
  readonly text: string
  readonly variable: string | null
}

/** `sh -c`, `bash -lc`, `su app -c`: what follows is a script of someone else's. */
const SCRIPT_OPTION = /^-[A-Za-z]*c$/
const SHELL_SYNTAX = /^(?:\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)[^}]*\}|\$\([^)]*\)?|`[^`]*`)/

/**
 * The first of them, in the text of a command before %-expansion; null when there is none. Text between single quotes
 * or behind a backslash is meant as it is, and so is everything behind `-c`.
 */
export function findUnexpanded(command: string): Unexpanded | null {
  let word = ''
  let quote: string | null = null
  for (let at = 0; at < command.length; at += 1) {
    const character = command.charAt(at)
    if (quote === "'") {
      if (character === quote) quote = null
    } else if (character === '\\') {
      at += 1
    } else if (character === quote) {
      quote = null
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character
    } else if (quote === null && /\s/.test(character)) {
      if (SCRIPT_OPTION.test(word)) return null
      word = ''
      continue
    } else {
      const match = SHELL_SYNTAX.exec(command.slice(at))
      if (match !== null) return { text: match[0], variable: match[1] ?? match[2] ?? null }
    }
    word += character
  }
  return null
}
