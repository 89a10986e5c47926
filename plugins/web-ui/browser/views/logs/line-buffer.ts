// The lines of a part of a log, bounded: text comes in pieces that end anywhere. Which bytes of the file are kept is
// known by the byte, whatever was dropped at either end, so that it can be read again.

/** One line, without its end. */
export interface Line {
  /** Counts up as lines are added behind, and down as they are added before: the same line keeps its number. */
  readonly number: number
  readonly text: string
  /** When it came here, in milliseconds since 1970. */
  readonly at: number
  /** The byte of the file that it begins at. */
  readonly byte: number
  /** A guess stands beside bytes that are no UTF-8: how many they were cannot be seen. */
  readonly isGuess: boolean
}

/** What a page keeps of one log. */
const KEPT_LINES = 50_000
/** A line that never ends is cut, so that it can be shown at all. */
const LONGEST = 20_000

type Beginning = Pick<Line, 'byte' | 'isGuess'>

export class LineBuffer {
  #lines: readonly Line[] = []
  /** The beginning of a line whose end has not come yet, and where it begins. */
  #open = ''
  #openBegins: Beginning = { byte: 0, isGuess: false }
  #start = 0
  #end = 0
  #next = 0
  #first = 0

  /** What can be shown, the open line too. */
  get lines(): readonly Line[] {
    return this.#open === ''
      ? this.#lines
      : [...this.#lines, { number: this.#next, text: this.#open, at: Date.now(), ...this.#openBegins }]
  }

  /** The first byte of what is kept. */
  get start(): number {
    return this.#start
  }

  /** The byte behind what is kept. */
  get end(): number {
    return this.#end
  }

  /** Adds text behind, which ends before the byte `end`; the first lines make room. */
  append(text: string, end: number): void {
    const at = Date.now()
    const pieces = split(text, this.#end, end)
    this.#end = end
    const [head] = pieces
    if (head === undefined) return
    if (this.#open === '') this.#openBegins = head
    const whole = [{ ...this.#openBegins, text: this.#open + head.text }, ...pieces.slice(1)]
    const open = whole.pop()
    this.#open = (open?.text ?? '').slice(0, LONGEST)
    this.#openBegins = open ?? this.#openBegins
    const added = whole.map((one) => ({ ...one, number: this.#next++, text: clean(one.text), at }))
    this.#lines = [...this.#lines, ...added]
    this.#dropFirst(this.#lines.length - KEPT_LINES)
  }

  /** Adds whole lines before, which begin at the byte `start`. Returns whether the last ones had to go for them. */
  prepend(text: string, start: number): boolean {
    const pieces = split(text, start, this.#start)
    if (text.endsWith('\n')) pieces.pop()
    this.#start = start
    this.#first -= pieces.length
    const added = pieces.map((one, index) => ({
      ...one,
      number: this.#first + index,
      text: clean(one.text),
      at: 0,
    }))
    this.#lines = [...added, ...this.#lines]
    return this.#dropLast(KEPT_LINES)
  }

  /** The file began anew: what is kept stands in another one by now. */
  beginAnew(): void {
    this.#lines = this.#lines.map((line) => ({ ...line, byte: 0, isGuess: false }))
    this.#openBegins = { byte: 0, isGuess: false }
    this.#start = 0
    this.#end = 0
  }

  /** Empties it, for what stands at another byte. */
  clear(start: number): void {
    this.#lines = []
    this.#open = ''
    this.#start = start
    this.#end = start
    this.#next = 0
    this.#first = 0
  }

  /** A few more go where only a guess is known of the first that would stay. */
  #dropFirst(count: number): void {
    if (count <= 0) return
    const known = this.#lines.findIndex((line, index) => index >= count && !line.isGuess)
    this.#lines = this.#lines.slice(known < 0 ? count : known)
    this.#start = this.#lines[0]?.byte ?? this.#openBegins.byte
  }

  #dropLast(kept: number): boolean {
    if (this.#lines.length <= kept) return false
    let count = kept
    while (count > 0 && this.#lines[count]?.isGuess === true) count -= 1
    if (count === 0) count = kept
    this.#end = this.#lines[count]?.byte ?? this.#end
    this.#lines = this.#lines.slice(0, count)
    this.#open = ''
    return true
  }
}

/**
 * The lines of a text that stands between two bytes; the last is what follows the last line end. Where the text has
 * replaced bytes that are no UTF-8, its lines are counted from both sides, and guessed between them.
 */
function split(text: string, start: number, end: number): (Beginning & { readonly text: string })[] {
  const encoder = new TextEncoder()
  const bytes = encoder.encode(text).length
  const lengthOf = (line: string) => (bytes === text.length ? line : encoder.encode(line)).length
  const lines = text.split('\n')
  const isKnown = bytes === end - start
  const firstOdd = isKnown ? lines.length : lines.findIndex(isOdd)
  const lastOdd = isKnown ? -1 : lines.findLastIndex(isOdd)
  let byte = start
  const begins = lines.map((line, index) => {
    const one = { text: line, byte: Math.min(end, byte), isGuess: index > firstOdd }
    byte += lengthOf(line) + 1
    return one
  })
  let behind = end + 1
  for (let index = lines.length - 1; index > lastOdd; index--) {
    behind -= lengthOf(lines[index] ?? '') + 1
    begins[index] = { text: lines[index] ?? '', byte: behind, isGuess: false }
  }
  return begins
}

function isOdd(line: string): boolean {
  return line.includes('\uFFFD')
}

/** What a carriage return overwrote is not shown, as on a terminal. */
export function clean(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.slice(text.lastIndexOf('\r') + 1).slice(0, LONGEST)
}
