// Reads lines from a terminal with editing, history and completion, or plainly from a pipe.

import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { EndOfInput, Interrupted } from '../../sdk/contracts/ctl.js'
import { createHistorySearch, type HistorySearch } from './history-search.js'
import { createKeys, type Input } from './keys.js'

/** The matches and the part of the line that they replace. */
export type Complete = (line: string) => Promise<readonly [matches: string[], word: string]>

export interface ReadLineOptions {
  readonly hidden?: boolean
  /** Given for command lines: they are completed and kept in the history; answers to questions are not. */
  readonly complete?: Complete
}

export interface LineReader {
  read(prompt: string, options?: ReadLineOptions): Promise<string>
  close(): void
}

type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>

export function createLineReader(input: Input, output: Output, history: string[]): LineReader {
  return input.isTTY === true && output.isTTY === true
    ? createTerminalReader(input, output, history)
    : createPlainReader(input, output)
}

/** Prompts are written all the same (CTL-02); lines that come early wait in a queue. */
function createPlainReader(input: Input, output: Output): LineReader {
  const lines: string[] = []
  let waiting: { resolve: (line: string) => void; reject: (reason: Error) => void } | null = null
  let hasEnded = false
  const reader = createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY })
  reader.on('line', (line) => {
    if (waiting === null) lines.push(line)
    else waiting.resolve(line)
    waiting = null
  })
  reader.on('close', () => {
    hasEnded = true
    waiting?.reject(new EndOfInput())
    waiting = null
  })
  return {
    read(prompt) {
      output.write(prompt)
      const line = lines.shift()
      if (line !== undefined) return Promise.resolve(line)
      if (hasEnded) return Promise.reject(new EndOfInput())
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
      })
    },
    close: () => reader.close(),
  }
}

const HISTORY_LINES = 10_000
// For a terminal that does not know its width.
const DEFAULT_COLUMNS = 80

/**
 * While no line is read the terminal is in its usual mode, so that Ctrl-C at a running command is a signal. What was
 * pasted behind the end of a line waits for the following reads.
 */
function createTerminalReader(input: Input, output: Output, history: string[]): LineReader {
  const keys = createKeys(input, (key) => current?.options.complete !== undefined && search?.(key) === true)
  let reader: Interface | null = null
  let search: HistorySearch | null = null
  let current: {
    options: ReadLineOptions
    resolve: (line: string) => void
    reject: (reason: Error) => void
  } | null = null
  let muted = false

  const screen = Object.assign(
    new Writable({
      write(bytes, _encoding, done) {
        if (!muted) output.write(bytes)
        done()
      },
    }),
    { isTTY: true },
  )
  Object.defineProperty(screen, 'columns', { get: () => output.columns || DEFAULT_COLUMNS })

  function settle(outcome: string | Error): void {
    const was = current
    current = null
    if (muted) output.write('\n')
    muted = false
    reader?.pause()
    input.setRawMode?.(false)
    if (outcome instanceof Error) was?.reject(outcome)
    else was?.resolve(outcome)
  }

  function open(): Interface {
    const opened = createInterface({
      input: keys,
      output: screen,
      terminal: true,
      history: [...history].reverse(),
      historySize: HISTORY_LINES,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        const complete = current?.options.complete
        if (complete === undefined) return done(null, [[], line])
        complete(line).then(
          ([matches, word]) => done(null, [matches, word]),
          () => done(null, [[], line]),
        )
      },
    })
    // The answers to questions, passwords above all, are not command lines.
    opened.on('history', (entries: string[]) => {
      if (current?.options.complete === undefined) entries.shift()
    })
    opened.on('line', (line) => {
      if (current?.options.complete !== undefined && line !== '') history.push(line)
      settle(line)
    })
    opened.on('SIGINT', () => settle(new Interrupted()))
    opened.on('close', () => {
      reader = null
      if (current !== null) settle(new EndOfInput())
    })
    search = createHistorySearch(opened, history)
    return opened
  }

  return {
    read(prompt, options = {}) {
      return new Promise((resolve, reject) => {
        current = { options, resolve, reject }
        reader ??= open()
        input.setRawMode?.(true)
        reader.resume()
        reader.setPrompt(prompt)
        reader.prompt()
        muted = options.hidden === true
      })
    },
    close() {
      reader?.close()
      input.setRawMode?.(false)
    },
  }
}
