// One log on the page: the lines that are loaded, which part of which file they are, and whether more is there.

import { batch, signal } from '@preact/signals'
import { get } from '../../api/request.js'
import type { LogFileState, LogFiles, LogWindow } from '../../api/types.js'
import { messageOf } from '../../store/actions.js'
import { type Line, LineBuffer } from './line-buffer.js'
import type { Source } from './source.js'

/** How much is read at once: enough for some screens, little enough to be shown at once. */
const WINDOW_BYTES = 256 * 1024

export interface Shown {
  readonly edge: 'start' | 'end'
}

export class LogModel {
  readonly source: Source
  readonly lines = signal<readonly Line[]>([])
  readonly error = signal<string | null>(null)
  /** 0 is the file that is written now, 1 the latest rotated one. */
  readonly file = signal(0)
  /** Is the end of the file loaded? Only then new lines fit behind. */
  readonly isAtEnd = signal(false)
  /** Are there bytes before what is loaded? */
  readonly hasBefore = signal(false)
  readonly files = signal<readonly LogFileState[]>([])
  /** Which edge of what is loaded is wanted: another object each time that another part is shown. */
  readonly shown = signal<Shown>({ edge: 'end' })
  readonly #buffer = new LineBuffer()
  #isReading = false
  /** Counts the parts that were asked for: what was read beside an earlier one does not fit. */
  #part = 0

  constructor(source: Source) {
    this.source = source
  }

  /** The first byte of what is loaded. */
  get start(): number {
    return this.#buffer.start
  }

  /** The byte behind what is loaded. */
  get end(): number {
    return this.#buffer.end
  }

  /** Of the file that is shown, in bytes. */
  async size(): Promise<number> {
    return (await this.#read(this.file.peek(), { offset: '0', length: '1' })).size
  }

  /** Shows the end of a file. */
  async showEnd(file = 0): Promise<void> {
    await this.#show('end', file, { lines: '2000', length: String(WINDOW_BYTES) })
  }

  /** Shows a file from a byte on. */
  async showFrom(offset: number, file = this.file.peek()): Promise<void> {
    await this.#show('start', file, { offset: String(Math.max(0, offset)), length: String(WINDOW_BYTES) })
  }

  /** Loads what stands before the first line. */
  async readBefore(): Promise<void> {
    if (this.#isReading || !this.hasBefore.peek()) return
    await this.#guard(async () => {
      const query = { lines: '2000', before: String(this.start), length: String(WINDOW_BYTES) }
      const part = this.#part
      const window = await this.#read(this.file.peek(), query)
      if (part !== this.#part || window.offset >= this.start) return
      const hasCut = this.#buffer.prepend(window.text, window.offset)
      batch(() => {
        if (hasCut) this.isAtEnd.value = false
        this.#publish()
      })
    })
  }

  /** Loads what stands behind the last line, where that is not the end of the file. */
  async readAfter(): Promise<void> {
    if (this.#isReading || this.isAtEnd.peek()) return
    await this.#guard(async () => {
      const query = { offset: String(this.end), length: String(WINDOW_BYTES) }
      const part = this.#part
      const window = await this.#read(this.file.peek(), query)
      if (part === this.#part) this.#take(window)
    })
  }

  /** New text of a followed log. `end` goes back when the file began anew. */
  append(text: string, end: number): void {
    if (this.file.peek() !== 0 || !this.isAtEnd.peek()) return
    if (end < this.end) this.#buffer.beginAnew()
    this.#buffer.append(text, end)
    this.#publish()
  }

  async readFiles(): Promise<void> {
    await this.#guard(async () => {
      this.files.value = (await get<LogFiles>(`${this.source.path}/files`)).files
    })
  }

  async #show(edge: Shown['edge'], file: number, query: Record<string, string>): Promise<void> {
    await this.#guard(async () => {
      this.#part += 1
      const part = this.#part
      const window = await this.#read(file, query)
      if (part !== this.#part) return
      this.#buffer.clear(window.offset)
      batch(() => {
        this.file.value = file
        this.shown.value = { edge }
        this.#take(window)
      })
    })
  }

  #take({ text, end, size }: LogWindow): void {
    this.#buffer.append(text, end)
    batch(() => {
      this.isAtEnd.value = end >= size
      this.#publish()
    })
  }

  #publish(): void {
    this.lines.value = this.#buffer.lines
    this.hasBefore.value = this.start > 0
  }

  #read(file: number, query: Record<string, string>): Promise<LogWindow> {
    return get<LogWindow>(`${this.source.path}?${new URLSearchParams({ ...query, file: String(file) })}`)
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    this.#isReading = true
    try {
      await work()
      this.error.value = null
    } catch (error) {
      this.error.value = messageOf(error)
    } finally {
      this.#isReading = false
    }
  }
}
