// The event loop of the posix fake: tells of ended children, of descriptors that are ready, and of signals.

import type { Clock, Timer } from '../clock/port.js'
import type { DaemonSignal, FdWatch, Posix } from '../posix/port.js'
import type { FakeChildTable } from './fake-children.js'

type ChildWatcher = Parameters<Posix['watchChildren']>[0]

export interface FakeEvents {
  /** Something may have become ready. */
  changed(): void
  watch(kind: 'readable' | 'writable', fd: number, ready: () => boolean, callback: () => void): FdWatch
  watchChildren(watcher: ChildWatcher): () => void
  /** Exits of owned children now; other pids wait for their second look. */
  reapNow(pid?: number): void
  onSignal(signal: DaemonSignal, callback: () => void): () => void
  raise(signal: DaemonSignal): void
  /** Hands out what has happened until nothing is left. */
  deliver(): void
  isWatched(fd: number): boolean
  /** What an exec does to registrations: they are gone, children and descriptors stay. */
  forget(): void
  /** What was registered and not ended. */
  open(): readonly string[]
}

interface Watch {
  readonly fd: number
  readonly kind: 'readable' | 'writable'
  readonly ready: () => boolean
  readonly callback: () => void
  paused: boolean
}

/** After so many rounds a callback neither transfers anything nor pauses: in life it would spin. */
const MAXIMUM_ROUNDS = 100_000
const SECOND_LOOK_MS = 1_000

export function createFakeEvents(children: () => FakeChildTable, clock: Clock | undefined): FakeEvents {
  const watches = new Set<Watch>()
  const handlers = new Map<DaemonSignal, Set<() => void>>()
  const seen = new Set<number>()
  let childWatcher: ChildWatcher | undefined
  let scheduled: Timer | undefined

  const anyReady = () => [...watches].some((watch) => !watch.paused && watch.ready())

  /** Nobody waits for anything, so there is no next turn to tell it on. */
  const isIdle = () => watches.size === 0 && childWatcher === undefined

  function rest(): void {
    if (!isIdle()) return
    scheduled?.cancel()
    scheduled = undefined
  }

  function changed(): void {
    if (clock === undefined || scheduled !== undefined || isIdle()) return
    scheduled = clock.soon(() => {
      scheduled = undefined
      deliverRound()
      if (anyReady()) changed()
    })
  }

  /** One turn: exits come first, so that a daemon that forgets to drain the pipes at an exit is found out. */
  function deliverRound(): void {
    takeExits((pid) => lookTwice(pid))
    for (const watch of [...watches]) {
      if (watches.has(watch) && !watch.paused && watch.ready()) watch.callback()
    }
  }

  function takeExits(onUnknown: (pid: number) => void, only?: number): void {
    for (const exit of [...children().zombies]) {
      if (childWatcher === undefined) return
      if (only !== undefined && exit.pid !== only) continue
      if (!childWatcher.owns(exit.pid)) onUnknown(exit.pid)
      else {
        children().reap(exit.pid)
        childWatcher.onExit(exit)
      }
    }
  }

  function lookTwice(pid: number): void {
    const again = seen.has(pid)
    seen.add(pid)
    if (clock === undefined && again) takeUnknown(pid)
    if (clock !== undefined && !again) {
      clock.after(SECOND_LOOK_MS, () => takeUnknown(pid), { background: true })
    }
  }

  function takeUnknown(pid: number): void {
    const exit = children().zombies.find((zombie) => zombie.pid === pid)
    if (exit === undefined || childWatcher === undefined) return
    children().reap(pid)
    if (childWatcher.owns(pid)) childWatcher.onExit(exit)
    else childWatcher.onUnknown(exit)
  }

  return {
    changed,
    watch(kind, fd, ready, callback) {
      const made: Watch = { fd, kind, ready, callback, paused: false }
      watches.add(made)
      changed()
      return {
        pause() {
          made.paused = true
        },
        resume() {
          made.paused = false
          changed()
        },
        close() {
          watches.delete(made)
          rest()
        },
      }
    },
    watchChildren(watcher) {
      childWatcher = watcher
      changed()
      return () => {
        if (childWatcher === watcher) childWatcher = undefined
        rest()
      }
    },
    reapNow: (pid) => takeExits(() => {}, pid),
    onSignal(signal, callback) {
      const set = handlers.get(signal) ?? new Set()
      handlers.set(signal, set.add(callback))
      return () => set.delete(callback)
    },
    raise(signal) {
      for (const handler of [...(handlers.get(signal) ?? [])]) handler()
    },
    deliver() {
      for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
        deliverRound()
        if (!anyReady()) return
      }
      throw new Error('a poll callback neither transfers anything nor pauses')
    },
    forget() {
      watches.clear()
      handlers.clear()
      seen.clear()
      childWatcher = undefined
      rest()
    },
    isWatched: (fd) => [...watches].some((watch) => watch.fd === fd),
    open: () => [
      ...[...watches].map((one) => `${one.kind} watch of descriptor ${one.fd}`),
      ...[...handlers].flatMap(([signal, set]) => (set.size > 0 ? [`handler of ${signal}`] : [])),
      ...(childWatcher === undefined ? [] : ['watch of children']),
    ],
  }
}
