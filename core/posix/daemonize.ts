// Leaving the foreground without fork: the program starts itself again in a session of its own and waits for a word.
//
// The daemon keeps the shell's stderr until it is ready, so its errors need no relay; a pipe carries the readiness.

import { closeSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import type { Clock } from '../clock/port.js'
import { detachStandardStreams } from './inheritance.js'
import { type Libc, loadLibc } from './libc.js'
import { createPipes } from './pipes.js'
import type { ErrnoName } from './port.js'
import { createPoll } from './readiness.js'
import { decodeStatus } from './reaper.js'
import { createSpawner } from './spawn.js'

/** Tells the second start that it is the daemon, and where to report. Children never see it. */
const STATUS_VARIABLE = 'REEVE_STATUS_FD'
const STATUS_FD = 3
const READY = 'ready'

export interface DaemonCommand {
  /** What is executed again, usually `process.execPath`. */
  readonly file: string
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The soft limit of open files that the operator had; the daemon's own start raises it again. */
  readonly softNofile?: number | undefined
}

/**
 * Starts the daemon and waits for it. The result is the exit code for the launching shell: 0 once the daemon is
 * ready, else the daemon's own (2 for a start-up error), 128 + n after its death by signal n.
 */
export async function launchDaemon(command: DaemonCommand, clock: Clock): Promise<number> {
  const libc = loadLibc()
  const pipe = createPipes(libc).pipe('read')
  if ('errno' in pipe) throw new Error(`cannot start the daemon: ${pipe.errno} while making a pipe`)
  const spawner = createSpawner(libc, 'session')
  spawner.setChildSoftNofile(command.softNofile)
  let pid: ReturnType<typeof spawner.start> = 0
  // Ctrl-C reaches only this process, because the daemon has a session of its own. It may come as soon as there is one.
  const stopForwarding = forwardSignals((signal) => {
    if (typeof pid === 'number') libc.kill(pid, signal)
  })
  pid = spawner.start({
    file: command.file,
    argv: command.argv,
    environment: toEntries({ ...command.environment, [STATUS_VARIABLE]: String(STATUS_FD) }),
    descriptors: [0, 1, 2, pipe.write],
  })
  closeSync(pipe.write)
  if (typeof pid !== 'number') {
    stopForwarding()
    throw new Error(`cannot start the daemon: ${pid.errno} executing ${command.file}`)
  }
  const report = await readReport(libc, clock, pipe.read)
  stopForwarding()
  closeSync(pipe.read)
  return report === READY ? 0 : exitCodeOf(libc, pid)
}

const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'] as const

function forwardSignals(send: (signal: number) => void): () => void {
  const listeners = FORWARDED.map((signal) => {
    const forward = () => send(constants.signals[signal])
    process.on(signal, forward)
    return () => process.off(signal, forward)
  })
  return () => {
    for (const remove of listeners) remove()
  }
}

/** All that the daemon writes before it closes the pipe, by readiness or by its end. */
function readReport(libc: Libc, clock: Clock, fd: number): Promise<string> {
  const pipes = createPipes(libc)
  const buffer = Buffer.alloc(64)
  let report = ''
  return new Promise((resolve) => {
    const watch = createPoll(libc, clock)(fd, 'readable', () => {
      const result = pipes.read(fd, buffer, buffer.length)
      if ('errno' in result && result.errno === 'EAGAIN') return
      if ('bytes' in result && result.bytes > 0) {
        report += buffer.toString('latin1', 0, result.bytes)
        return
      }
      watch.close()
      resolve(report)
    })
  })
}

/** The daemon closed the pipe without a word: it has ended, or will at once. */
function exitCodeOf(libc: Libc, pid: number): number {
  const WAIT_FOR_THE_END = 0
  const status = new Int32Array(1)
  while (libc.waitpid(pid, status, WAIT_FOR_THE_END) === -1) if (libc.errno() !== 'EINTR') return 1
  const { code, signal } = decodeStatus(pid, status[0]!)
  return code ?? 128 + (signal ?? 0)
}

function toEntries(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  )
}

export interface DaemonStatus {
  /** Lets go of the terminal and tells the launcher that it may exit with 0. */
  detach(libc: Libc): ErrnoName | undefined
}

/**
 * In the second start: takes the status pipe out of the environment. Undefined where this process is not a daemon
 * that `launchDaemon` started.
 */
export function takeDaemonStatus(environment: NodeJS.ProcessEnv): DaemonStatus | undefined {
  const fd = Number(environment[STATUS_VARIABLE] ?? '')
  delete environment[STATUS_VARIABLE]
  if (fd !== STATUS_FD) return undefined
  return {
    detach(libc) {
      const failure = detachStandardStreams(libc)
      try {
        writeSync(fd, READY)
        closeSync(fd)
      } catch {
        // The launcher was killed: nobody waits for the word.
      }
      return failure
    },
  }
}
