// The tokenizer of `environment` values (CFG-ENV-01 to CFG-ENV-05): a POSIX shell-like lexer, read in fours.

import { InvalidValue } from './problems.js'
import { withoutSecrets } from './secrets.js'

export interface EnvironmentText {
  readonly values: Readonly<Record<string, string>>
  /** Pieces that stand in the text but in no value (EDGE-37). */
  readonly dropped: readonly string[]
}

interface Tokens {
  readonly tokens: readonly { readonly text: string; readonly quoted: boolean }[]
  readonly comments: readonly string[]
}

const WORD = /[A-Za-z0-9_\xc0-\xd6\xd8-\xf6\xf8-\xff/.+\-():]/
const BLANK = /[ \t\r\n]/

/** Reads `KEY="value",KEY2=value2`. Throws InvalidValue where Supervisor refuses the text. */
export function readEnvironment(text: string): EnvironmentText {
  if (text === '') return { values: {}, dropped: [] }
  const { tokens, comments } = tokenize(text)
  // A null prototype: a variable may be called __proto__ or constructor.
  const values: Record<string, string> = Object.create(null)
  const dropped: string[] = []
  for (let index = 0; index < tokens.length; index += 4) {
    const [key, equals, value, separator] = tokens.slice(index, index + 4)
    if (key === undefined || equals?.text !== '=' || value === undefined) {
      throw new InvalidValue(
        `Unexpected end of key/value pairs in value '${withoutSecrets(text, 'environment')}'`,
      )
    }
    values[key.text] = value.text
    if (separator !== undefined && (separator.quoted || !/^[,;]$/.test(separator.text))) {
      dropped.push(separator.text)
    }
  }
  return { values: { ...values }, dropped: [...dropped, ...comments] }
}

function tokenize(text: string): Tokens {
  const tokens: { text: string; quoted: boolean }[] = []
  const comments: string[] = []
  let token = ''
  let quoted = false
  let inWord = false
  const emit = () => {
    if (token !== '' || quoted) tokens.push({ text: token, quoted })
    token = ''
    quoted = false
    inWord = false
  }
  const characters = Array.from(text)
  let index = 0
  const take = () => characters[index++]
  while (index < characters.length) {
    const character = take() ?? ''
    if (BLANK.test(character)) emit()
    else if (character === '#') {
      const end = characters.indexOf('\n', index)
      const stop = end === -1 ? characters.length : end + 1
      comments.push(
        characters
          .slice(index - 1, stop)
          .join('')
          .trimEnd(),
      )
      index = stop
      emit()
    } else if (character === '\\') {
      const next = take()
      if (next === undefined) throw new InvalidValue('No escaped character')
      token += next
      inWord = true
    } else if (character === '"' || character === "'") {
      token += quotedText(character, take)
      quoted = true
      inWord = true
    } else if (WORD.test(character)) {
      token += character
      inWord = true
    } else {
      if (inWord) emit()
      token = character
      emit()
    }
  }
  emit()
  return { tokens, comments }
}

function quotedText(quote: string, take: () => string | undefined): string {
  let text = ''
  for (;;) {
    const character = take()
    if (character === undefined) throw new InvalidValue('No closing quotation')
    if (character === quote) return text
    if (character !== '\\' || quote === "'") {
      text += character
      continue
    }
    const next = take()
    if (next === undefined) throw new InvalidValue('No escaped character')
    text += next === quote || next === '\\' ? next : `\\${next}`
  }
}
