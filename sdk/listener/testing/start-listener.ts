// A supervisor for a listener in a process of its own: the program as it is, in any language.

import { spawn } from 'node:child_process'
import { type Sender, SupervisorSide } from './supervisor-side.js'

export interface StartOptions {
  /** Added to the environment of the test. */
  readonly environment?: Readonly<Record<string, string>>
  /** The listener's section has `len_in_bytes=true`. */
  readonly lengthInBytes?: boolean
}

export interface StartedListener extends Sender {
  readonly pid: number
  /** What it has written to stderr so far. */
  readonly stderr: string
  /** The exit code, null after death by a signal. */
  readonly exited: Promise<number | null>
  /** Closes its stdin and waits for its end. */
  end(): Promise<number | null>
  /** Kills it and waits for its end. */
  kill(): Promise<number | null>
}

/** Starts the command. A command that cannot be executed makes `send` reject. */
export function startListener(
  command: string,
  args: readonly string[] = [],
  { environment = {}, lengthInBytes = false }: StartOptions = {},
): StartedListener {
  const child = spawn(command, args, { env: { ...process.env, ...environment } })
  const side = new SupervisorSide({ lengthInBytes, write: (bytes) => child.stdin.write(bytes) })
  let stderr = ''
  child.stdout.on('data', (bytes: Buffer) => side.receive(bytes))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // It may end while an event is written.
  child.stdin.on('error', () => {})
  const exited = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      side.break(`the listener cannot be started: ${error.message}`)
      resolve(null)
    })
    child.on('close', (code, signal) => {
      side.break(`the listener ended with ${code ?? signal}; it wrote on stderr: ${stderr}`)
      resolve(code)
    })
  })
  return {
    pid: child.pid ?? 0,
    get stderr() {
      return stderr
    },
    exited,
    send: (type, fields) => side.send(type, fields),
    sendText: (eventName, payload) => side.sendText(eventName, payload),
    end() {
      child.stdin.end()
      return exited
    },
    kill() {
      child.kill('SIGKILL')
      return exited
    },
  }
}
