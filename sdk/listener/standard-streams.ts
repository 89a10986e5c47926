// The connection of a real listener: stdin and stdout, with stdout kept for the protocol alone.

import { writeSync } from 'node:fs'
import { type ConnectOpts, Socket, type SocketConstructorOpts } from 'node:net'
import { EVENTS_AHEAD } from '../events-ahead.js'
import type { Connection, ConnectionReader } from './connection.js'

/** An event is at most 128 KiB of output and a header (EVT-27). */
const BUFFER_BYTES = 256 * 1024
const STDIN = 0
const STDOUT = 1
const STDERR = 2
const RETRY_MS = 1

/** Throws when something was printed before: the supervisor has taken that for an answer (EVP-16). */
export function standardStreams(): Connection {
  if (process.stdout.bytesWritten > 0) {
    throw new Error(
      'something was printed to stdout before listen(): there the supervisor reads answers only. ' +
        'Print to stderr (console.error)',
    )
  }
  keepStdout()
  let close = () => {}
  // Meant for this program alone, not for those that it starts.
  const { [EVENTS_AHEAD]: offered = '' } = process.env
  delete process.env[EVENTS_AHEAD]
  return {
    mostAhead: /^\d{1,3}$/.test(offered) ? Number(offered) : 1,
    open(reader) {
      close = readStdin(reader)
    },
    write: (bytes) => writeAll(STDOUT, bytes),
    close: () => close(),
  }
}

/** What is printed by mistake goes to stderr: on stdout it would be taken for an answer. */
function keepStdout(): void {
  let hasWarned = false
  const { stdout, stderr } = process
  stdout.write = ((...parameters: Parameters<typeof stdout.write>) => {
    if (!hasWarned) {
      hasWarned = true
      const place = new Error().stack
        ?.split('\n')
        .find((line) => /^ +at .*(file:|\/)/.test(line) && !isInternal(line))
      stderr.write(
        'listener: stdout belongs to the supervisor, so what is printed there comes here, to stderr; ' +
          `use console.error${place === undefined ? '' : ` (first printed${place.replace(/^ +/, ' ')})`}\n`,
      )
    }
    return stderr.write(...parameters)
  }) as typeof stdout.write
}

function isInternal(line: string): boolean {
  return line.includes('node:') || line.includes(import.meta.url)
}

/** A socket of its own gives each read in the same buffer, without the cost of a stream. Gives the way to stop. */
function readStdin(reader: ConnectionReader): () => void {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  const options: SocketConstructorOpts & ConnectOpts = {
    fd: STDIN,
    readable: true,
    writable: false,
    onread: {
      buffer,
      callback(length) {
        reader.bytes(buffer, length)
        return true
      },
    },
  }
  let socket: Socket
  try {
    socket = new Socket(options)
  } catch {
    // A file, a terminal, or a stdin that the program has touched already.
    const { stdin } = process
    const take = (bytes: Buffer) => reader.bytes(bytes, bytes.length)
    stdin.on('data', take)
    stdin.on('end', reader.end)
    return () => {
      stdin.off('data', take)
      stdin.pause()
    }
  }
  socket.on('end', reader.end)
  socket.on('error', reader.end)
  return () => socket.destroy()
}

function writeAll(fd: number, content: Uint8Array): boolean {
  let rest = content
  while (rest.length > 0) {
    try {
      const written = writeSync(fd, rest)
      if (written === rest.length) return true
      rest = rest.subarray(written)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPIPE') return false
      if (code !== 'EAGAIN') throw error
      // The pipe is full and does not block.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)
    }
  }
  return true
}

/** Writes a line to stderr at once, whatever becomes of the program. */
export function complain(text: string): void {
  writeAll(STDERR, Buffer.from(`${text}\n`))
}
