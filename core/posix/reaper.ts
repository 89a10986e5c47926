// Children that have ended: ours at once, unknown ones (orphans adopted as PID 1 or subreaper) on a second look.
//
// `waitid` with WNOWAIT shows the first zombie without taking it, so a plugin's own child is left to whoever waits
// for it. While an unknown zombie stands first it hides all others; then our own pids are asked for one by one.

import { readdirSync, readFileSync } from 'node:fs'
import type { Clock, Timer } from '../clock/port.js'
import type { Libc } from './libc.js'
import type { ChildExit, Posix } from './port.js'

type Watcher = Parameters<Posix['watchChildren']>[0]

export interface Reaper extends Pick<Posix, 'watchChildren' | 'reapNow'> {
  /** A pid that may have to be asked for by name. */
  spawned(pid: number): void
}

const SECOND_LOOK_MS = 1000

export function createReaper(libc: Libc, clock: Clock): Reaper {
  const wait = createWait(libc)
  /** Started here and not yet reaped. */
  const started = new Set<number>()
  /** Unknown zombies and when they were first seen. */
  const parked = new Map<number, number>()
  let watcher: Watcher | undefined
  let secondLook: Timer | undefined

  const take = (pid: number): boolean => {
    const exit = wait.take(pid)
    if (exit === undefined) return false
    started.delete(pid)
    if (watcher?.owns(pid) === true) watcher.onExit(exit)
    else watcher?.onUnknown(exit)
    return true
  }

  const park = (pid: number) => {
    if (!parked.has(pid)) parked.set(pid, clock.monotonic())
    secondLook ??= clock.after(SECOND_LOOK_MS, lookAgain, { background: true })
  }

  const reap = () => {
    for (;;) {
      const pid = wait.peek()
      if (pid === undefined || watcher === undefined) return
      if (watcher.owns(pid)) {
        if (!take(pid)) return
        continue
      }
      park(pid)
      break
    }
    for (const pid of [...started]) if (watcher.owns(pid)) take(pid)
  }

  const lookAgain = () => {
    secondLook = undefined
    if (watcher === undefined) return
    const due = clock.monotonic() - SECOND_LOOK_MS
    const zombies = listChildren()?.filter((pid) => !watcher?.owns(pid) && wait.isZombie(pid))
    if (zombies === undefined) reapBlindly()
    for (const pid of zombies ?? []) {
      const seenAt = parked.get(pid)
      if (seenAt === undefined || seenAt > due) park(pid)
      else take(pid)
    }
    // What is gone was taken by its owner.
    const waiting = new Set(zombies)
    for (const [pid, seenAt] of parked) if (!waiting.has(pid) || seenAt <= due) parked.delete(pid)
    reap()
  }

  /** Where the system does not list our children, what is first is taken as long as something is there. */
  const reapBlindly = () => {
    for (let pid = wait.peek(); pid !== undefined && take(pid); pid = wait.peek());
  }

  return {
    spawned(pid) {
      started.add(pid)
    },
    reapNow(pid) {
      if (pid === undefined) reap()
      else if (watcher?.owns(pid) === true) take(pid)
    },
    watchChildren(newWatcher) {
      watcher = newWatcher
      process.on('SIGCHLD', reap)
      reap()
      return () => {
        process.off('SIGCHLD', reap)
        secondLook?.cancel()
        secondLook = undefined
        watcher = undefined
      }
    },
  }
}

function createWait(libc: Libc) {
  const { waitAny, waitPid, waitExited, waitNoHang, waitLeave, siginfoPid } = libc.platform
  const info = Buffer.alloc(128)
  const status = new Int32Array(1)
  const look = (kind: number, id: number): number | undefined => {
    info.writeInt32LE(0, siginfoPid)
    if (libc.waitid(kind, id, info, waitExited | waitNoHang | waitLeave) === -1) return undefined
    const pid = info.readInt32LE(siginfoPid)
    return pid === 0 ? undefined : pid
  }
  return {
    /** The first zombie, left as it is. */
    peek: () => look(waitAny, 0),
    isZombie: (pid: number) => look(waitPid, pid) !== undefined,
    /** Reaps this child if it has ended. */
    take(pid: number): ChildExit | undefined {
      return libc.waitpid(pid, status, waitNoHang) === pid ? decodeStatus(pid, status[0]!) : undefined
    },
  }
}

/** The wait status as every Unix encodes it. */
export function decodeStatus(pid: number, raw: number): ChildExit {
  const signal = raw & 0x7f
  return {
    pid,
    code: signal === 0 ? (raw >> 8) & 0xff : null,
    signal: signal === 0 ? null : signal,
    coreDumped: (raw & 0x80) !== 0,
    raw,
  }
}

/** All children of all threads of this process, zombies included; undefined where the system does not tell. */
function listChildren(): readonly number[] | undefined {
  try {
    return readdirSync('/proc/self/task').flatMap(childrenOfThread)
  } catch {
    return undefined
  }
}

function childrenOfThread(thread: string): readonly number[] {
  try {
    return readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch (error) {
    // A thread may end between the two looks; its children then belong to another one. The first thread never does.
    if (thread === String(process.pid)) throw error
    return []
  }
}
