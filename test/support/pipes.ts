// Pipes for the output of a daemon. Those that Node makes are sockets, which nothing can open again as /dev/stdout.

import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { Scratch } from './scratch.js'

export interface Pipe {
  readonly output: Readable
  /** For the daemon; close it here once that has it. */
  readonly input: number
}

export function openPipe(scratch: Scratch): Pipe {
  const path = scratch.at('pipe')
  execFileSync('mkfifo', [path])
  const output = new Socket({
    fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    writable: false,
  })
  const input = openSync(path, constants.O_WRONLY)
  rmSync(path)
  return { output, input }
}

export function closeInputs(pipes: readonly Pipe[]): void {
  for (const { input } of pipes) closeSync(input)
}
