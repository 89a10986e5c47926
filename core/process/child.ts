// One run of a process: its pipes, its output channels and its stdin, from before the spawn to after the end.

import type { SpawnSpec } from '../../sdk/hooks.js'
import { SpawnError } from '../../sdk/plugin.js'
import type { HeldOutput, ProcessSnapshot } from '../../sdk/snapshot.js'
import { LogOpenError, type OutputChannel, type PumpHandle } from '../output/index.js'
import type { ErrnoName } from '../posix/port.js'
import type { Engine } from './engine.js'
import type { SupervisedProcess } from './process.js'
import { StdinQueue } from './stdin-queue.js'

/** Why there is no child, in Supervisor's words (LIFE-36). */
export class SpawnFailure extends Error {
  override readonly name = 'SpawnFailure'
}

interface Stream {
  readonly channel: OutputChannel
  readonly handle: PumpHandle
}

/** The daemon's ends of the pipes; null = there is none. */
export interface ChildFds {
  readonly stdin: number | null
  readonly stdout: number | null
  readonly stderr: number | null
}

/** What a child's stdin, stdout or stderr is; `daemon` is null where nothing of it comes to the daemon. */
interface Ends {
  readonly daemon: number | null
  readonly child: number
}

/** The three pipes of a spawn, as far as they exist; `closeAll` undoes a spawn that fails half way. */
class Pipes {
  readonly #engine: Engine
  readonly #open = new Set<number>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Throws the errno. */
  create(daemonEnd: 'read' | 'write'): Ends {
    const pipe = this.#engine.posix.pipe(daemonEnd)
    if ('errno' in pipe) throw new PipeError(pipe.errno)
    this.#open.add(pipe.read).add(pipe.write)
    return daemonEnd === 'read'
      ? { daemon: pipe.read, child: pipe.write }
      : { daemon: pipe.write, child: pipe.read }
  }

  close(fd: number): void {
    if (this.#open.delete(fd)) this.#engine.posix.close(fd)
  }

  /** The descriptor belongs to someone else from now on. */
  hand(fd: number | null): void {
    if (fd !== null) this.#open.delete(fd)
  }

  closeAll(): void {
    for (const fd of [...this.#open]) this.close(fd)
  }
}

class PipeError extends Error {
  readonly errno: ErrnoName

  constructor(errno: ErrnoName) {
    super(errno)
    this.errno = errno
  }
}

/** Spawns a process. Throws a SpawnFailure; then nothing is left open. */
export function spawnChild(process: SupervisedProcess, engine: Engine): Child {
  const spec = prepareSpec(process, engine)
  const pipes = new Pipes(engine)
  const channels: OutputChannel[] = []
  try {
    const open = (name: 'stdout' | 'stderr'): Ends => {
      const channel = openChannel(process, engine, name)
      channels.push(channel)
      const nowhere = channel.isTaken ? null : engine.output.openNowhere()
      return nowhere === null ? pipes.create('read') : { daemon: null, child: nowhere }
    }
    const stdin = spec.stdinFd === null ? pipes.create('write') : null
    const stdout = open('stdout')
    const stderr = process.config.redirect_stderr ? null : open('stderr')
    const stdio = [stdin?.child ?? spec.stdinFd ?? -1, stdout.child, stderr?.child ?? stdout.child] as const
    const pid = spawn(process, engine, spec, stdio)
    for (const pipe of [stdin, stdout, stderr]) {
      if (pipe === null) continue
      pipes.close(pipe.child)
      pipes.hand(pipe.daemon)
    }
    const fds = { stdin: stdin?.daemon ?? null, stdout: stdout.daemon, stderr: stderr?.daemon ?? null }
    return new Child(engine, pid, fds, channels)
  } catch (error) {
    pipes.closeAll()
    for (const channel of channels) channel.close()
    throw asSpawnFailure(error, process)
  }
}

function prepareSpec(process: SupervisedProcess, engine: Engine): SpawnSpec {
  try {
    const spec = engine.specs.create(process.config, process.group.name)
    return engine.hooks.beforeSpawn.call(spec, process)
  } catch (error) {
    // A command that cannot be run, or a plugin that refused: both are reasons of this process alone.
    const cause = error instanceof Error && error.cause instanceof SpawnError ? error.cause : error
    throw new SpawnFailure(cause instanceof Error ? cause.message : String(cause))
  }
}

/** A channel with its sinks; plugins add theirs. `held` is from a snapshot. */
export function openChannel(
  process: SupervisedProcess,
  engine: Engine,
  name: 'stdout' | 'stderr',
  held?: HeldOutput,
): OutputChannel {
  const announce = (channel: OutputChannel) => engine.hooks.channelOpen.call(channel, process)
  return engine.output.openChannel(process, name, announce, held)
}

function spawn(
  process: SupervisedProcess,
  engine: Engine,
  spec: SpawnSpec,
  stdio: readonly [number, number, number],
): number {
  const { user } = process.config
  const result = engine.posix.spawn({
    file: spec.file,
    argv: spec.argv,
    environment: spec.environment,
    stdio,
    directory: spec.directory ?? undefined,
    umask: spec.umask ?? undefined,
    user: user === null ? undefined : { uid: user },
  })
  if ('pid' in result) return result.pid
  if (result.errno === 'EAGAIN') {
    throw new SpawnFailure(`Too many processes in process table to spawn '${process.name}'`)
  }
  throw new SpawnFailure(`unknown error during fork for '${process.name}': ${result.errno}`)
}

function asSpawnFailure(error: unknown, process: SupervisedProcess): Error {
  if (error instanceof SpawnFailure) return error
  const errno = error instanceof Error && 'errno' in error ? String(error.errno) : null
  if (errno === 'EMFILE' || errno === 'ENFILE') {
    return new SpawnFailure(`too many open files to spawn '${process.name}'`)
  }
  const place = error instanceof LogOpenError ? ` (log ${error.path})` : ''
  const reason = (errno ?? (error instanceof Error ? error.message : String(error))) + place
  return new SpawnFailure(`unknown error making dispatchers for '${process.name}': ${reason}`)
}

/** A running child over its open descriptors: just spawned, or carried over from another image of this program. */
export class Child {
  readonly pid: number
  /** Null when something else than a pipe is the child's stdin. */
  readonly stdin: StdinQueue | null
  readonly #streams: readonly Stream[]
  readonly #countedBefore: Readonly<Record<string, number>> | undefined

  constructor(
    engine: Engine,
    pid: number,
    fds: ChildFds,
    channels: readonly OutputChannel[],
    countedBefore?: Readonly<Record<string, number>>,
  ) {
    this.pid = pid
    this.stdin = fds.stdin === null ? null : new StdinQueue(engine.posix, fds.stdin)
    this.#countedBefore = countedBefore
    this.#streams = channels.flatMap((channel): Stream[] => {
      const fd = fds[channel.name]
      if (fd === null) return []
      channel.assignPid(pid)
      return [{ channel, handle: engine.output.pump.open(fd, channel) }]
    })
  }

  get fds(): ChildFds {
    const fdOf = (name: 'stdout' | 'stderr') =>
      this.#streams.find(({ channel }) => channel.name === name)?.handle.fd ?? null
    return {
      stdin: this.stdin?.isClosed === false ? this.stdin.fd : null,
      stdout: fdOf('stdout'),
      stderr: fdOf('stderr'),
    }
  }

  /** Bytes that came in, that sinks keep back, and that wait to go out. */
  get counters(): Readonly<Record<string, number>> {
    const counters: Record<string, number> = { stdinWaitingBytes: this.stdin?.waitingBytes ?? 0 }
    for (const { channel } of this.#streams) {
      const name = `${channel.name}Bytes`
      counters[name] = (this.#countedBefore?.[name] ?? 0) + channel.counters.bytes
      counters[`${channel.name}HeldBytes`] = channel.counters.heldBytes
    }
    return counters
  }

  get outputBytes(): number {
    const { counters } = this
    return (counters.stdoutBytes ?? 0) + (counters.stderrBytes ?? 0)
  }

  /** What the sinks of its streams keep back. */
  held(): ProcessSnapshot['held'] {
    const heldBy = (name: 'stdout' | 'stderr') =>
      this.#streams.find(({ channel }) => channel.name === name)?.channel.held() ?? {}
    return { stdout: heldBy('stdout'), stderr: heldBy('stderr') }
  }

  reopenLogs(): void {
    for (const { channel } of this.#streams) channel.reopen()
  }

  /** The child has ended: takes what is left in the pipes, then closes them. Never waits for a grandchild. */
  end(): void {
    for (const { handle } of this.#streams) handle.close()
    this.stdin?.close()
  }
}
