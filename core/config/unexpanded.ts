// What looks like the work of a shell in a command that no shell reads.

/** `$HOME`, `${HOME}`, `$(date)`, `` `date` ``, or a word such as `&&`: as it is written. */
export interface Unexpanded {
  readonly text: string
  /** Its name, where it is a variable. */
  readonly variable: string | null
  /** A word that would join commands or lead their output elsewhere. */
  readonly isOperator: boolean
}

/** `sh -c`, `bash -lc`, `su app -c`: what follows is a script of someone else's. */
const SCRIPT_OPTION = /^-[A-Za-z]*c$/
const SHELL_SYNTAX = /^(?:\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)[^}]*\}|\$\([^)]*\)?|`[^`]*`)/

/** Without `;`, which `find -exec` takes as an argument. */
const OPERATOR = /^(?:\|\|?|&&?|\d?>>?(?:&\d|\/.*)?|&>.*|<)$/

/**
 * The first of them, in the text of a command before %-expansion; null when there is none. Text between single quotes
 * or behind a backslash is meant as it is, and so are a quoted operator and everything behind `-c`.
 */
export function findUnexpanded(command: string): Unexpanded | null {
  let word = ''
  let isBare = true
  let quote: string | null = null
  for (let at = 0; at <= command.length; at += 1) {
    const character = at === command.length ? ' ' : command.charAt(at)
    if (quote === "'") {
      if (character === quote) quote = null
    } else if (character === '\\') {
      at += 1
      isBare = false
    } else if (character === quote) {
      quote = null
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character
      isBare = false
    } else if (quote === null && /\s/.test(character)) {
      if (SCRIPT_OPTION.test(word)) return null
      if (isBare && OPERATOR.test(word)) return { text: word, variable: null, isOperator: true }
      word = ''
      isBare = true
      continue
    } else {
      const match = SHELL_SYNTAX.exec(command.slice(at))
      if (match !== null) return { text: match[0], variable: match[1] ?? match[2] ?? null, isOperator: false }
    }
    word += character
  }
  return null
}
