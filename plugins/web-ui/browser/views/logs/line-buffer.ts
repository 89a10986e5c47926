// The lines of a part of a log, bounded: text comes in pieces that end anywhere.

/** One line, without its end. */
export interface Line {
  /** Counts up as lines are added behind, and down as they are added before: the same line keeps its number. */
  readonly number: number
  readonly text: string
  /** When it came here, in milliseconds since 1970. */
  readonly at: number
}

/** What a page keeps of one log. */
const KEPT_LINES = 50_000
/** A line that never ends is cut, so that it can be shown at all. */
const LONGEST = 20_000

export class LineBuffer {
  #lines: Line[] = []
  /** The beginning of a line whose end has not come yet. */
  #open = ''
  #next = 0
  #first = 0

  /** What can be shown, the open line too. */
  get lines(): readonly Line[] {
    return this.#open === ''
      ? this.#lines
      : [...this.#lines, { number: this.#next, text: this.#open, at: Date.now() }]
  }

  /** Adds text behind. Returns how many lines were dropped at the beginning to make room. */
  append(text: string): number {
    const at = Date.now()
    const parts = (this.#open + text).split('\n')
    this.#open = (parts.pop() ?? '').slice(0, LONGEST)
    const added = parts.map((part) => ({ number: this.#next++, text: clean(part), at }))
    const all = [...this.#lines, ...added]
    const dropped = Math.max(0, all.length - KEPT_LINES)
    this.#lines = dropped === 0 ? all : all.slice(dropped)
    return dropped
  }

  /** Adds whole lines before. Returns whether the last ones had to go for them. */
  prepend(text: string): boolean {
    const parts = text.replace(/\n$/, '').split('\n')
    const added = parts.map((part) => ({ number: 0, text: clean(part), at: 0 }))
    this.#first -= added.length
    const numbered = added.map((line, index) => ({ ...line, number: this.#first + index }))
    const all = [...numbered, ...this.#lines]
    const hasCut = all.length > KEPT_LINES
    this.#lines = hasCut ? all.slice(0, KEPT_LINES) : all
    if (hasCut) this.#open = ''
    return hasCut
  }

  clear(): void {
    this.#lines = []
    this.#open = ''
    this.#next = 0
    this.#first = 0
  }
}

/** What a carriage return overwrote is not shown, as on a terminal. */
function clean(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.slice(text.lastIndexOf('\r') + 1).slice(0, LONGEST)
}
