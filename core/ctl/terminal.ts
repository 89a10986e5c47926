// Where supervisorctl reads and writes: stdin, stdout, stderr and Ctrl-C; and when nothing more can come from anywhere.

import { writeSync } from 'node:fs'
import type { LineReader, ReadLineOptions } from './line-reader.js'

export interface Terminal {
  write(bytes: string | Uint8Array): void
  /** A line on stderr. */
  warn(line: string): void
  /** Rejects with EndOfInput or Interrupted. */
  readLine(prompt: string, options?: ReadLineOptions): Promise<string>
  /** Calls at Ctrl-C instead of ending the program; of several registrations the newest is called. */
  onInterrupt(callback: () => void): () => void
  /** Calls when nothing is left that could happen. What the callback sets going goes on. */
  onIdle(callback: () => void): () => void
  /** The lines typed so far and before, oldest first. */
  history: string[]
  close(): void
}

/** The standard streams. Writing is synchronous, so that nothing is lost when the program ends. */
export function createTerminal(): Terminal {
  let reader: LineReader | undefined
  const history: string[] = []
  const callbacks: (() => void)[] = []
  const interrupted = () => callbacks.at(-1)?.()
  return {
    history,
    write: (bytes) => writeAll(1, bytes),
    warn: (line) => writeAll(2, `${line}\n`),
    async readLine(prompt, options) {
      // readline and stdin are loaded only by who reads.
      reader ??= (await import('./line-reader.js')).createLineReader(process.stdin, process.stdout, history)
      return reader.read(prompt, options)
    },
    onInterrupt(callback) {
      if (callbacks.push(callback) === 1) process.on('SIGINT', interrupted)
      return () => {
        const index = callbacks.lastIndexOf(callback)
        if (index !== -1) callbacks.splice(index, 1)
        if (callbacks.length === 0) process.off('SIGINT', interrupted)
      }
    },
    onIdle(callback) {
      process.on('beforeExit', callback)
      return () => void process.off('beforeExit', callback)
    },
    close: () => reader?.close(),
  }
}

/** The reader of our output has gone (`supervisorctl status | head -1`): there is no one left to tell. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

function writeAll(fd: number, text: string | Uint8Array): void {
  let bytes = typeof text === 'string' ? Buffer.from(text) : text
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes))
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EPIPE') throw new OutputClosed()
      if (code !== 'EAGAIN') throw error
      // A pipe that its other end made non-blocking is full: look again in a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
