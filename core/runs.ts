// Commands that plugins run to their end (`supervisor.runCommand`): spawned like programs, but of no group, and bounded in time
// and in what is kept of their output.

import { RUN_LIMITS, type Run, RunError, type RunOptions, type RunResult } from '../sdk/run.js'
import type { Clock } from './clock/port.js'
import type { ChildExit, ErrnoName, FdWatch, Posix } from './posix/port.js'
import { resolveProgram } from './process/command.js'

export interface RunsOptions {
  readonly posix: Posix
  readonly clock: Clock
  readonly environment: Readonly<Record<string, string>>
  /** Claims a pid until its end. */
  readonly claim: (pid: number, onExit: (exit: ChildExit) => void) => void
}

const SIGKILL = 9

export class Runs {
  readonly #options: RunsOptions
  readonly #live = new Set<CommandRun>()

  constructor(options: RunsOptions) {
    this.#options = options
  }

  readonly run: Run = async (argv, options = {}) => {
    const run = new CommandRun(this.#options, argv, options)
    this.#live.add(run)
    try {
      return await run.result
    } finally {
      this.#live.delete(run)
    }
  }

  /** Kills what is left, and waits for its end. */
  async close(): Promise<void> {
    for (const run of this.#live) run.kill()
    await Promise.all([...this.#live].map(({ result }) => result))
  }
}

class CommandRun {
  readonly result: Promise<RunResult>
  readonly #posix: Posix
  readonly #pid: number
  readonly #input: InputPipe
  readonly #output: OutputPipe

  /** Throws a RunError; then nothing is left open. */
  constructor(options: RunsOptions, argv: readonly [string, ...string[]], run: RunOptions) {
    const { posix, clock, environment, claim } = options
    this.#posix = posix
    const file = find(argv[0], environment.PATH)
    const input = openPipe(posix, 'write')
    const output = orClose(posix, input, () => openPipe(posix, 'read'))
    const spawned = posix.spawn({ file, argv, environment, stdio: [input.read, output.write, output.write] })
    posix.close(input.read)
    posix.close(output.write)
    if ('errno' in spawned) {
      posix.close(input.write)
      posix.close(output.read)
      throw new RunError(`${argv[0]} cannot be started: ${spawned.errno}`)
    }
    this.#pid = spawned.pid
    this.#input = new InputPipe(posix, input.write, Buffer.from(run.input ?? ''))
    this.#output = new OutputPipe(posix, output.read)
    let timedOut = false
    const onTimeout = () => {
      timedOut = true
      this.kill()
    }
    const timer = clock.after(run.timeoutMs ?? RUN_LIMITS.timeoutMs, onTimeout, { background: true })
    this.result = new Promise((resolve) => {
      claim(spawned.pid, ({ code, signal }) => {
        timer.cancel()
        this.#input.close()
        // Without waiting for the end of the stream: a grandchild may hold it.
        this.#output.drain()
        this.#output.close()
        resolve({ code, signal, timedOut, output: this.#output.text })
      })
    })
  }

  kill(): void {
    this.#posix.kill(-this.#pid, SIGKILL)
  }
}

function find(program: string, path: string | undefined): string {
  try {
    return resolveProgram(program, { path, directory: null })
  } catch (error) {
    throw new RunError(error instanceof Error ? error.message : String(error))
  }
}

interface PipeEnds {
  readonly read: number
  readonly write: number
}

function openPipe(posix: Posix, daemonEnd: 'read' | 'write'): PipeEnds {
  const pipe = posix.pipe(daemonEnd)
  if ('errno' in pipe) throw new RunError(`no pipe for a command: ${pipe.errno}`)
  return pipe
}

function orClose<Result>(posix: Posix, pipe: PipeEnds, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    posix.close(pipe.read)
    posix.close(pipe.write)
    throw error
  }
}

/** Gives a command its input as it reads it, then closes its stdin. */
class InputPipe {
  readonly #posix: Posix
  readonly #fd: number
  #rest: Buffer
  #watch: FdWatch | null = null
  #isClosed = false

  constructor(posix: Posix, fd: number, input: Buffer) {
    this.#posix = posix
    this.#fd = fd
    this.#rest = input
    this.#flush()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#watch?.close()
    this.#posix.close(this.#fd)
  }

  #flush(): void {
    while (this.#rest.length > 0) {
      const result = this.#posix.write(this.#fd, this.#rest, 0, this.#rest.length)
      if ('errno' in result) {
        // It need not read everything, or anything.
        if (result.errno !== 'EAGAIN') break
        this.#watch ??= this.#posix.watchWritable(this.#fd, () => this.#flush())
        return
      }
      this.#rest = this.#rest.subarray(result.bytes)
    }
    this.close()
  }
}

/** Takes the output of a command, and keeps its beginning. */
class OutputPipe {
  readonly #posix: Posix
  readonly #fd: number
  readonly #buffer = Buffer.allocUnsafe(RUN_LIMITS.outputBytes)
  readonly #watch: FdWatch
  #kept = Buffer.alloc(0)
  #isClosed = false

  constructor(posix: Posix, fd: number) {
    this.#posix = posix
    this.#fd = fd
    this.#watch = posix.watchReadable(fd, () => this.#take())
  }

  get text(): string {
    return this.#kept.toString('utf8')
  }

  /** Takes what has arrived; with a writer that never pauses not more than twice what is kept. */
  drain(): void {
    for (let turn = 0; turn < 2 && !this.#isClosed; turn += 1) this.#take()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#watch.close()
    this.#posix.close(this.#fd)
  }

  #take(): void {
    const result = this.#posix.read(this.#fd, this.#buffer, this.#buffer.length)
    if ('errno' in result) {
      if (isFinal(result.errno)) this.close()
    } else if (result.bytes === 0) this.close()
    else {
      const room = RUN_LIMITS.outputBytes - this.#kept.length
      if (room > 0)
        this.#kept = Buffer.concat([this.#kept, this.#buffer.subarray(0, Math.min(room, result.bytes))])
    }
  }
}

function isFinal(errno: ErrnoName): boolean {
  return errno !== 'EAGAIN' && errno !== 'EINTR'
}
