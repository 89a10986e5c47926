// Ctrl-R: the newest line of the history that holds what is typed, as in readline's incremental search.

/** The line as it is being edited; a readline interface is one. */
export interface Editor {
  line: string
  cursor: number
  getPrompt(): string
  setPrompt(prompt: string): void
  /** Shows prompt and line; with `true` the cursor stays in its place. */
  prompt(preserveCursor: boolean): void
}

/** True for a key that the search has taken, false for one that the editor has to act on. */
export type HistorySearch = (key: string) => boolean

interface Search {
  /** How it was before the search. */
  readonly before: { readonly prompt: string; readonly line: string; readonly cursor: number }
  /** The line before the search, then the history, newest first. */
  readonly lines: readonly string[]
  /** Which of the lines has the match, and where it begins there. */
  at: number
  position: number
  text: string
  hasFailed: boolean
}

const CTRL_G = '\x07'
const CTRL_H = '\b'
const CTRL_R = '\x12'
const BACKSPACE = '\x7f'

/** `history` has the oldest line first, and grows. */
export function createHistorySearch(editor: Editor, history: readonly string[]): HistorySearch {
  let running: Search | null = null
  let lastText = ''

  return (key) => {
    if (running !== null) return obey(running, key)
    if (key !== CTRL_R) return false
    running = begin(editor, history)
    showSearch(editor, running)
    return true
  }

  function obey(search: Search, key: string): boolean {
    if (key === CTRL_R) findOlder(search, lastText)
    else if (key === BACKSPACE || key === CTRL_H) find(search, withoutLast(search.text), search.position)
    else if (key >= ' ') find(search, search.text + key, search.position)
    else return leave(search, key)
    showSearch(editor, search)
    return true
  }

  /** Ctrl-G takes back what was found. Any other key, Escape too, acts on it. */
  function leave({ before, text }: Search, key: string): boolean {
    running = null
    lastText = text
    if (key === CTRL_G) Object.assign(editor, { line: before.line, cursor: before.cursor })
    editor.setPrompt(before.prompt)
    editor.prompt(true)
    return key === CTRL_G
  }
}

function begin(editor: Editor, history: readonly string[]): Search {
  const { line, cursor } = editor
  return {
    before: { prompt: editor.getPrompt(), line, cursor },
    lines: [line, ...history.toReversed()],
    at: 0,
    position: cursor,
    text: '',
    hasFailed: false,
  }
}

/** With nothing typed it is the last search again. */
function findOlder(search: Search, lastText: string): void {
  if (search.text === '') find(search, lastText, search.position)
  else find(search, search.text, search.position - 1)
}

/** Looks from `position` in the shown line back to the beginning of the oldest; what is not found changes no match. */
function find(search: Search, text: string, position: number): void {
  const shown = search.lines[search.at] ?? ''
  const inShown = position < 0 ? -1 : shown.lastIndexOf(text, position)
  // An older line that is the same would look as if nothing had happened.
  const isOlder = (line: string, at: number) => at > search.at && line !== shown && line.includes(text)
  const at = inShown === -1 ? search.lines.findIndex(isOlder) : search.at
  search.text = text
  search.hasFailed = at === -1
  if (search.hasFailed) return
  search.position = inShown === -1 ? (search.lines[at] ?? '').lastIndexOf(text) : inShown
  search.at = at
}

function withoutLast(text: string): string {
  return Array.from(text).slice(0, -1).join('')
}

function showSearch(editor: Editor, { lines, at, position, text, hasFailed }: Search): void {
  Object.assign(editor, { line: lines[at], cursor: position })
  editor.setPrompt(`(${hasFailed ? 'failed ' : ''}reverse-i-search)\`${text}': `)
  editor.prompt(true)
}
