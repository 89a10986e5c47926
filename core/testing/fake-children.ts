// Children in memory: what the daemon spawned, what it sent them, and how the test lets them end.

import { constants } from 'node:os'
import type { ChildExit, ErrnoName, SpawnRequest, SpawnResult } from '../posix/port.js'
import type { FakePipe } from './fake-pipe.js'

/** How a child ends. */
export type Ending = { readonly code: number } | { readonly signal: number; readonly coreDumped?: boolean }

/** What a child does at a signal: it ends in that way, or nothing happens. Undefined = the system's default. */
export type SignalReaction = (signal: number) => Ending | 'ignore' | undefined

export interface FakeChild {
  readonly pid: number
  readonly request: SpawnRequest
  readonly alive: boolean
  /** Every signal it was sent, in order. */
  readonly signals: readonly number[]
  /** Those of them that went to its whole process group. */
  readonly groupSignals: readonly number[]
  /** What it has used so far: change it as it works. Descendants go into `FakePosix.otherProcesses`. */
  readonly usage: { rssBytes: number; cpuMs: number }
  /** Replaces its reaction to signals; SIGKILL ends it all the same. */
  onSignal: SignalReaction
  /** Writes to its stdout or stderr as far as the pipe takes it; the number of bytes taken. */
  write(channel: 'stdout' | 'stderr', data: string | Buffer): number
  /** Takes what the daemon has written to its stdin. */
  readStdin(): string
  /** Closes its stdin while it runs on. */
  closeStdin(): void
  /** Closes its ends of the pipes while it runs on. */
  closeOutput(): void
  /** Ends it. With `outputStaysOpen` a grandchild goes on to hold its pipes until `closeOutput`. */
  exit(ending: Ending, options?: { readonly outputStaysOpen?: boolean }): void
}

/** What the children need of the descriptor table: their own references to the ends of pipes. */
export interface StdioLender {
  /** Takes a reference to what `fd` stands for. */
  lend(fd: number): { readonly pipe: FakePipe | undefined; write(bytes: Buffer): number; release(): void }
}

export interface FakeChildren {
  readonly all: readonly FakeChild[]
  /** Called with each new child: a test's place to decide how it behaves. */
  onSpawn: (child: FakeChild) => void
  /** The next `times` spawns fail. */
  failNextSpawn(errno: ErrnoName, times?: number): void
  /** A process that is not ours ends as our child (we are PID 1). Its pid. */
  endOrphan(ending: Ending): number
}

/** The children with what only the posix fake needs. */
export interface FakeChildTable extends FakeChildren {
  spawn(request: SpawnRequest): SpawnResult
  kill(pid: number, signal: number): ErrnoName | undefined
  /** Those that ended and were not taken yet, in order. */
  readonly zombies: readonly ChildExit[]
  reap(pid: number): void
}

const IGNORED_BY_DEFAULT: ReadonlySet<number> = new Set(
  (['SIGCHLD', 'SIGCONT', 'SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGWINCH'] as const).map(
    (name) => constants.signals[name],
  ),
)

export function createFakeChildren(lender: StdioLender, onExit: () => void): FakeChildTable {
  const all: FakeChild[] = []
  const live = new Map<number, FakeChild>()
  const zombies: ChildExit[] = []
  const failures: ErrnoName[] = []
  let nextPid = 2_000

  function bury(pid: number, ending: Ending): void {
    const exit =
      'code' in ending
        ? { code: ending.code, signal: null, coreDumped: false, raw: ending.code << 8 }
        : {
            code: null,
            signal: ending.signal,
            coreDumped: ending.coreDumped === true,
            raw: ending.signal | (ending.coreDumped === true ? 0x80 : 0),
          }
    zombies.push({ pid, ...exit })
    onExit()
  }

  function makeChild(pid: number, request: SpawnRequest): FakeChild {
    const [stdin, stdout, stderr] = request.stdio.map((fd) => lender.lend(fd)) as [Lent, Lent, Lent]
    const child: FakeChild = {
      pid,
      request,
      get alive() {
        return live.has(pid)
      },
      signals: [],
      groupSignals: [],
      usage: { rssBytes: 0, cpuMs: 0 },
      onSignal: () => undefined,
      write: (channel, data) => (channel === 'stdout' ? stdout : stderr).write(Buffer.from(data)),
      readStdin: () => stdin.pipe?.take().toString() ?? '',
      closeStdin: () => stdin.release(),
      closeOutput() {
        stdout.release()
        stderr.release()
      },
      exit(ending, options) {
        if (!live.delete(pid)) throw new Error(`child ${pid} has ended before`)
        stdin.release()
        if (options?.outputStaysOpen !== true) child.closeOutput()
        bury(pid, ending)
      },
    }
    return child
  }

  function deliver(child: FakeChild, signal: number): void {
    if (signal === 0) return
    const reaction = signal === constants.signals.SIGKILL ? undefined : child.onSignal(signal)
    if (reaction === 'ignore' || !child.alive) return
    if (reaction !== undefined) child.exit(reaction)
    else if (!IGNORED_BY_DEFAULT.has(signal)) child.exit({ signal })
  }

  return {
    all,
    zombies,
    onSpawn: () => {},
    failNextSpawn(errno, times = 1) {
      for (let count = 0; count < times; count++) failures.push(errno)
    },
    endOrphan(ending) {
      const pid = nextPid++
      bury(pid, ending)
      return pid
    },
    spawn(request) {
      const errno = failures.shift()
      if (errno !== undefined) return { errno }
      const child = makeChild(nextPid++, request)
      live.set(child.pid, child)
      all.push(child)
      this.onSpawn(child)
      return { pid: child.pid }
    },
    kill(pid, signal) {
      const child = live.get(Math.abs(pid))
      // A zombie that nobody has reaped still takes signals.
      if (child === undefined) return zombies.some((exit) => exit.pid === Math.abs(pid)) ? undefined : 'ESRCH'
      // Signal 0 only asks whether one could be sent.
      if (signal === 0) return undefined
      ;(child.signals as number[]).push(signal)
      if (pid < 0) (child.groupSignals as number[]).push(signal)
      deliver(child, signal)
      return undefined
    },
    reap(pid) {
      const index = zombies.findIndex((exit) => exit.pid === pid)
      if (index >= 0) zombies.splice(index, 1)
    },
  }
}

type Lent = ReturnType<StdioLender['lend']>
