// Runs real children through the posix port and collects what they write.

import assert from 'node:assert/strict'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import type { ChildExit, SpawnRequest } from '../../../core/posix/port.js'
import { createPosix } from '../../../core/posix/posix.js'
import type { SystemPosix } from '../../../core/posix/system.js'

export interface Finished {
  readonly exit: ChildExit
  readonly stdout: string
  readonly stderr: string
}

export interface Children {
  readonly posix: SystemPosix
  readonly unknown: ChildExit[]
  run(request: Partial<SpawnRequest>): Promise<Finished>
  /** Runs `sh -c script`. */
  shell(script: string, request?: Partial<SpawnRequest>): Promise<Finished>
  dispose(): void
}

export const isRoot = process.getuid?.() === 0
/** A user that every Linux has. */
export const OTHER_UID = 1

export function createChildren(): Children {
  const clock = createSystemClock()
  const posix = createPosix({ clock })
  // SIGCHLD does not keep a program alive, and the pipes may end before the exit is reported.
  const keepAlive = clock.after(3_600_000, () => {})
  const waiting = new Map<number, (exit: ChildExit) => void>()
  const unknown: ChildExit[] = []
  const stopWatching = posix.watchChildren({
    owns: (pid) => waiting.has(pid),
    onExit(exit) {
      waiting.get(exit.pid)?.(exit)
      waiting.delete(exit.pid)
    },
    onUnknown: (exit) => unknown.push(exit),
  })
  const run = async (request: Partial<SpawnRequest>): Promise<Finished> => {
    const stdin = openPipe(posix, 'write')
    const stdout = openPipe(posix, 'read')
    const stderr = openPipe(posix, 'read')
    const result = posix.spawn({
      file: '/usr/bin/true',
      argv: ['true'],
      environment: { PATH: '/usr/bin:/bin' },
      stdio: [stdin.read, stdout.write, stderr.write],
      ...request,
    })
    for (const fd of [stdin.read, stdin.write, stdout.write, stderr.write]) posix.close(fd)
    assert.ok('pid' in result, JSON.stringify(result))
    const exit = new Promise<ChildExit>((resolve) => waiting.set(result.pid, resolve))
    const output = await Promise.all([readToEnd(posix, stdout.read), readToEnd(posix, stderr.read)])
    return { exit: await exit, stdout: output[0], stderr: output[1] }
  }
  return {
    posix,
    unknown,
    run,
    shell: (script, request) => run({ file: '/usr/bin/sh', argv: ['sh', '-c', script], ...request }),
    dispose() {
      stopWatching()
      keepAlive.cancel()
    },
  }
}

export function openPipe(posix: SystemPosix, daemonEnd: 'read' | 'write') {
  const pipe = posix.pipe(daemonEnd)
  assert.ok('read' in pipe, JSON.stringify(pipe))
  return pipe
}

/** Everything until the end of file, by polling. Closes the descriptor. */
export function readToEnd(posix: SystemPosix, fd: number): Promise<string> {
  const buffer = Buffer.alloc(65_536)
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    const watch = posix.watchReadable(fd, () => {
      const result = posix.read(fd, buffer, buffer.length)
      if ('errno' in result) return assert.equal(result.errno, 'EAGAIN')
      if (result.bytes > 0) return chunks.push(Buffer.from(buffer.subarray(0, result.bytes)))
      watch.close()
      posix.close(fd)
      resolve(Buffer.concat(chunks).toString('utf8'))
    })
  })
}
