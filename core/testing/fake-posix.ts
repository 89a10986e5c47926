// The posix port in memory: children, pipes, files and signals under a test's control.

import { constants } from 'node:os'
import type { Clock } from '../clock/port.js'
import type {
  DaemonSignal,
  ErrnoName,
  FileStatus,
  ListenFailure,
  ListenSocketRequest,
  Posix,
  ProcessStatus,
} from '../posix/port.js'
import { createFakeChildren, type FakeChildren } from './fake-children.js'
import { createFakeDescriptors, statusOf } from './fake-descriptors.js'
import { createFakeEvents } from './fake-events.js'
import { createFakeFiles, type FakeFiles } from './fake-files.js'
import { createFakePipe, type FakePipe } from './fake-pipe.js'

export interface FakePosixOptions {
  /** Delivers exits and readiness through `clock.soon`, as the event loop does. Without one the test calls `deliver`. */
  readonly clock?: Clock
  readonly pid?: number
  readonly uid?: number
  readonly gid?: number
}

export interface FakePosix extends Posix {
  readonly children: FakeChildren
  readonly files: FakeFiles
  /** What `/dev/stdout` and `/dev/stderr` (and `/dev/fd/1`, `/dev/fd/2`) lead to; the test takes the bytes. */
  readonly stdout: FakePipe
  readonly stderr: FakePipe
  /** What `/dev/log` leads to while it has a reader; at first it has none. One datagram follows the other. */
  readonly syslog: FakePipe
  /** At most so many descriptors may be open (EMFILE). */
  descriptorLimit: number
  /** The largest capacity that `pipeCapacity` grants. */
  largestPipe: number
  /** Processes that are no children: descendants of children, and strangers. */
  readonly otherProcesses: Map<number, ProcessStatus>
  /** False is a machine that does not tell what processes use. */
  hasProcessTable: boolean
  /** The pipe behind a descriptor: to fill it, or to look at what it holds. */
  pipeOf(fd: number): FakePipe
  /** The daemon receives a signal. */
  raise(signal: DaemonSignal): void
  /** Another image of the program takes over: only the children and the descriptors `kept` stay. */
  exec(kept: readonly (number | null)[]): void
  /** Hands out what has happened until nothing is left: exits, then readable, then writable. */
  deliver(): void
  /** The daemon's open descriptors. */
  openDescriptors(): readonly { readonly fd: number; readonly what: string }[]
  /** Poll registrations and signal handlers that were not ended. */
  openWatches(): readonly string[]
}

export function createFakePosix(options: FakePosixOptions = {}): FakePosix {
  const files = createFakeFiles()
  const events = createFakeEvents(() => children, options.clock)
  const descriptors = createFakeDescriptors(files, events.changed)
  const children = createFakeChildren(descriptors, events.changed)
  const stdout = createDevice()
  const stderr = createDevice()
  const syslog = createFakePipe(events.changed)
  let largestPipe = stdout.largestCapacity

  function createDevice(): FakePipe {
    const pipe = createFakePipe(events.changed)
    pipe.readers = 1
    return pipe
  }

  /** A failure that the test asked for, else what `action` says. */
  function attempt<Result>(
    operation: Parameters<FakeFiles['fail']>[0],
    path: string,
    action: () => Result,
  ): Result | ErrnoName {
    return files.failure(operation, path) ?? action()
  }

  function openPath(path: string, mode: Parameters<Posix['open']>[1], permissions: number) {
    const errno = files.failure('open', path)
    if (errno !== undefined) return { errno }
    if (path === '/dev/null') return descriptors.open({ kind: 'null' })
    const device = DEVICES[path]
    if (device !== undefined)
      return descriptors.open({ kind: 'pipe', end: 'write', pipe: device === 1 ? stdout : stderr })
    const found = files.find(path)
    if (found === undefined && (mode === 'read' || mode === 'write')) return { errno: 'ENOENT' }
    if (found !== undefined && mode === 'exclusive') return { errno: 'EEXIST' }
    if (mode !== 'read' && found?.kind === 'directory') return { errno: 'EISDIR' }
    const file = found ?? files.create(path, permissions)
    if (typeof file === 'string') return { errno: file }
    return descriptors.open({ kind: 'file', path, file, writes: mode !== 'read', offset: 0 })
  }

  /** As in life a port can be had once, and a unix socket takes the name over; `files.fail('open', path)` refuses it. */
  function openListenSocket({ address }: ListenSocketRequest): number | ListenFailure {
    const name = address.kind === 'unix' ? address.path : `${address.host} port ${address.port}`
    const isTaken =
      address.kind === 'inet' && descriptors.list().some(({ what }) => what.endsWith(` listens on ${name}`))
    const errno = isTaken ? 'EADDRINUSE' : address.kind === 'unix' ? files.failure('open', name) : undefined
    if (errno !== undefined) return { errno, reason: errno }
    const fd = descriptors.open({ kind: 'socket', address: name })
    return typeof fd === 'number' ? fd : { ...fd, reason: fd.errno }
  }

  function pipeOf(fd: number): FakePipe {
    const description = descriptors.get(fd)
    if (description.kind !== 'pipe') throw new Error(`descriptor ${fd} is not a pipe`)
    return description.pipe
  }

  const pid = options.pid ?? 1_000
  const otherProcesses = new Map<number, ProcessStatus>()
  let hasProcessTable = true

  function liveChild(wanted: number): ProcessStatus | undefined {
    const child = children.all.findLast((one) => one.pid === wanted && one.alive)
    if (child === undefined) return undefined
    return { pid: wanted, parent: pid, ...child.usage, endedChildrenCpuMs: 0 }
  }

  return {
    children,
    files,
    stdout,
    stderr,
    syslog,
    pid,
    uid: options.uid ?? 1_000,
    gid: options.gid ?? 1_000,
    get descriptorLimit() {
      return descriptors.limit
    },
    set descriptorLimit(limit) {
      descriptors.limit = limit
    },
    get largestPipe() {
      return largestPipe
    },
    set largestPipe(bytes) {
      largestPipe = bytes
    },
    otherProcesses,
    get hasProcessTable() {
      return hasProcessTable
    },
    set hasProcessTable(isKnown) {
      hasProcessTable = isKnown
    },
    pipeOf,
    raise: events.raise,
    exec(kept) {
      events.forget()
      for (const { fd } of descriptors.list()) if (fd > 2 && !kept.includes(fd)) descriptors.close(fd)
    },
    deliver: events.deliver,
    openDescriptors: () => descriptors.list(),
    openWatches: () => events.open(),

    spawn: (request) => children.spawn(request),
    kill: (pid, signal) => children.kill(pid, signal),
    watchChildren: events.watchChildren,
    reapNow: events.reapNow,

    pipe() {
      const pipe = createFakePipe(events.changed)
      pipe.largestCapacity = largestPipe
      const read = descriptors.open({ kind: 'pipe', end: 'read', pipe })
      if (typeof read !== 'number') return read
      const write = descriptors.open({ kind: 'pipe', end: 'write', pipe })
      if (typeof write !== 'number') {
        descriptors.close(read)
        return write
      }
      return { read, write }
    },
    read: (fd, buffer, length) => descriptors.read(fd, buffer, length),
    write: (fd, buffer, offset, length) =>
      descriptors.write(fd, Buffer.from(buffer.subarray(offset, offset + length))),
    close(fd) {
      if (events.isWatched(fd)) throw new Error(`descriptor ${fd} is closed while it is watched`)
      descriptors.close(fd)
      events.changed()
    },
    watchReadable(fd, callback) {
      descriptors.get(fd)
      return events.watch('readable', fd, () => descriptors.readable(fd), callback)
    },
    watchWritable(fd, callback) {
      descriptors.get(fd)
      return events.watch('writable', fd, () => descriptors.writable(fd), callback)
    },
    // The fake clock is as fine as one.
    openAlarm: () => null,
    isWritable: (fd) => descriptors.writable(fd),
    available: (fd) => pipeOf(fd).length,
    pipeCapacity(fd, wanted) {
      const pipe = pipeOf(fd)
      if (wanted !== undefined && wanted <= pipe.largestCapacity)
        pipe.capacity = Math.max(wanted, pipe.length)
      return pipe.capacity
    },
    duplicate: (fd) => descriptors.duplicate(fd),
    connectDatagram(path) {
      if (path !== '/dev/log') return { errno: 'ENOENT' }
      if (syslog.readers === 0) return { errno: 'ECONNREFUSED' }
      return descriptors.open({ kind: 'pipe', end: 'write', pipe: syslog })
    },
    openListenSocket,

    listProcesses: () =>
      hasProcessTable
        ? [...children.all.flatMap((child) => (child.alive ? [child.pid] : [])), ...otherProcesses.keys()]
        : { errno: 'ENOSYS' },
    processStatus: (wanted) => liveChild(wanted) ?? otherProcesses.get(wanted),

    open: (path, mode, permissions = 0o666) => openPath(path, mode, permissions),
    readAt: (fd, buffer, length, position) => descriptors.readAt(fd, buffer, length, position),
    status(target) {
      if (typeof target === 'number') return descriptors.status(target)
      if (target === '/dev/null') return NULL_STATUS
      if (DEVICES[target] !== undefined) return { ...NULL_STATUS, kind: 'fifo' }
      const result = attempt('status', target, () => files.find(target) ?? 'ENOENT')
      return typeof result === 'string' ? { errno: result } : statusOf(result)
    },
    truncate(fd, size) {
      const description = descriptors.get(fd)
      if (description.kind !== 'file') return 'EINVAL'
      return attempt('truncate', description.path, () => {
        const kept = description.file.content.subarray(0, size)
        description.file.content = Buffer.concat([kept, Buffer.alloc(size - kept.length)])
        return undefined
      })
    },
    rename: (from, to) =>
      files.failure('rename', from) ?? attempt('rename', to, () => files.rename(from, to)),
    unlink: (path) => attempt('unlink', path, () => files.unlink(path)),
    list(directory) {
      const result = attempt('list', directory, () => files.list(directory))
      return typeof result === 'string' ? { errno: result } : result
    },

    onSignal: events.onSignal,
    signalNumber,
    signalName,
  }
}

const NULL_STATUS: FileStatus = { size: 0, inode: 0, device: 0, kind: 'device' }
const DEVICES: Readonly<Record<string, 1 | 2>> = {
  '/dev/stdout': 1,
  '/dev/fd/1': 1,
  '/dev/stderr': 2,
  '/dev/fd/2': 2,
}

/** Beside the system's own names (CFG-TYP-05). */
const EXTRA_SIGNALS: Readonly<Record<string, number>> = {
  SIGCLD: constants.signals.SIGCHLD,
  SIGRTMIN: 34,
  SIGRTMAX: 64,
}

function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const number = Number(text)
    return number <= 31 || number === 34 || number === 64 ? number : undefined
  }
  const upper = text.toUpperCase()
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`
  return EXTRA_SIGNALS[name] ?? constants.signals[name as keyof typeof constants.signals]
}

function signalName(number: number): string | undefined {
  const names = { ...constants.signals, SIGRTMIN: 34, SIGRTMAX: 64 }
  return Object.entries(names).find(([, value]) => value === number)?.[0]
}
