// What is typed at a terminal, one key at a time, however much of it came together.

import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { ReadStream } from 'node:tty'

export type Input = NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY' | 'setRawMode'>>

/**
 * Node's readline takes a Tab for text where more follows it in the same read, as in what is pasted, and goes on with
 * what follows before a completion is there. From this stream it reads single characters, and none while it is paused:
 * they wait for the end of a completion, or for the next line to be read. It does not see the keys that `takes` answers
 * with true.
 */
export function createKeys(input: Input, takes: (key: string) => boolean): Readable {
  const decoder = new StringDecoder('utf8')
  const keys = new Readable({ objectMode: true, read() {} })
  const waiting: string[] = []
  let hasEnded = false

  function pass(): void {
    // Who takes a key may pause the stream with it.
    while (keys.readableFlowing === true && waiting.length > 0) {
      const key = waiting.shift() ?? ''
      if (!takes(key)) keys.push(key)
    }
    if (hasEnded && waiting.length === 0) keys.push(null)
  }

  input.on('data', (bytes: Buffer) => {
    for (const key of decoder.write(bytes)) waiting.push(key)
    pass()
  })
  input.on('end', () => {
    hasEnded = true
    pass()
  })
  input.on('error', (error) => keys.destroy(error))
  keys.on('pause', () => input.pause())
  keys.on('resume', () => {
    input.resume()
    pass()
  })
  // Ctrl-Z gives the terminal back for as long as the program is stopped.
  return Object.assign(keys, { setRawMode: (mode: boolean) => input.setRawMode?.(mode) })
}
