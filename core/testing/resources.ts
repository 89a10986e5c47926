// What a run left behind in this program of Node: timers, servers, sockets, descriptors, listeners of `process`.

import { createHook, executionAsyncId } from 'node:async_hooks'
import { readdirSync, readlinkSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { callOf, isOfPackage, originOf, takeStack } from './origins.js'

/** Node lets go of a closed handle only some turns of the event loop later, of a connection when the other end has closed. */
const TURNS = 5
const REAL_MS = 100

/** Kinds that come and go with the test runner's own work. */
const NOT_OURS = /^(FSReq|FileHandle|CloseReq|Immediate|TTYWrap|MessagePort|PipeWrap|GetAddrInfo|WriteWrap)/

export interface ResourceWatch {
  /** What has come on top. May be asked again until nothing is left, which ends the watch. */
  (): Promise<readonly string[]>
  /** Ends it before that. */
  stop(): void
}

/**
 * Remembers what this program holds now, and later tells what has come on top: sockets, servers, timers and child
 * processes of Node and listeners of `process`, each with the line that made it, and (on Linux) descriptors with what
 * they lead to. Node does not tell who opens a file, and its functions are not ours to replace.
 */
export function watchResources(): ResourceWatch {
  const before = { resources: activeResources(), descriptors: descriptors() }
  const made = watchMaking()
  const listeners = watchListeners()
  const find = () => [
    ...made.explain(added(before.resources, activeResources())),
    ...listeners.added(),
    ...added(before.descriptors, descriptors()).map((name) => `an open descriptor: ${name}`),
  ]
  const stop = () => {
    made.stop()
    listeners.stop()
  }
  const look = async () => {
    const until = performance.now() + REAL_MS
    for (let turn = 0; (turn < TURNS || performance.now() < until) && find().length > 0; turn++)
      await nextTurn()
    const left = find()
    if (left.length === 0) stop()
    return left
  }
  return Object.assign(look, { stop })
}

function activeResources(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => !NOT_OURS.test(name))
}

interface Made {
  readonly kind: string
  readonly resource: WeakRef<object>
  readonly stack: Error
  /** What ran when it was made, where that had been asked for earlier. */
  readonly cause: Made | undefined
}

/** What a plugin can leave behind; promises and requests of the file system end by themselves. */
const HELD = new Set([
  ...['Timeout', 'TCPWRAP', 'TCPSERVERWRAP', 'PIPEWRAP', 'PIPESERVERWRAP', 'TLSWRAP', 'UDPWRAP'],
  ...['PROCESSWRAP', 'FSEVENTWRAP', 'STATWATCHER', 'WORKER'],
])

/** A server that listens on a host name is made only behind these, on a stack of Node's alone. */
const CARRIERS = new Set(['TickObject', 'GETADDRINFOREQWRAP'])

/** Where the resources that live were made. */
function watchMaking() {
  const alive = new Map<number, Made>()
  const carriers = new Map<number, Made>()
  const hook = createHook({
    init(id, kind, _trigger, resource) {
      const list = HELD.has(kind) ? alive : CARRIERS.has(kind) ? carriers : undefined
      const cause = carriers.get(executionAsyncId())
      list?.set(id, { kind, resource: new WeakRef(resource), stack: takeStack(), cause })
    },
    destroy(id) {
      alive.delete(id)
      carriers.delete(id)
    },
  }).enable()
  return {
    stop: () => void hook.disable(),
    /** The active kinds with where they were made, and behind them what Node does not list as active. */
    explain(kinds: readonly string[]): readonly string[] {
      const rest = new Set(alive.values())
      const active = kinds.map((kind) => {
        const one = [...rest].find((made) => made.kind.toUpperCase() === providerOf(kind))
        if (one !== undefined) rest.delete(one)
        const origin = one && whereMade(one)
        return `an active ${kind}${origin === undefined ? '' : `, made at ${origin}`}`
      })
      return [...active, ...[...rest].flatMap(describeUnlisted)]
    },
  }
}

function whereMade({ stack, cause }: Made): string | undefined {
  return originOf(stack) ?? (cause && whereMade(cause))
}

/** `TCPSocketWrap` is what Node calls TCPWRAP elsewhere. */
function providerOf(kind: string): string {
  return kind.replace('Socket', '').toUpperCase()
}

/** What Node counts as active no longer after `unref`, although it still acts; and unix sockets, which look like stdio. */
function describeUnlisted(made: Made): readonly string[] {
  const { kind, resource, stack } = made
  if (kind === 'Timeout' && !(isBackground(resource.deref()) && isAskedFor(stack))) return []
  const origin = whereMade(made)
  if (origin === undefined || isOfPackage(origin)) return []
  return [`an active ${NAMES[kind] ?? kind}, made at ${origin}`]
}

/** As Node names them where it lists them. */
const NAMES: Readonly<Record<string, string>> = {
  TCPWRAP: 'TCPSocketWrap',
  TCPSERVERWRAP: 'TCPServerWrap',
  PIPEWRAP: 'unix socket or pipe',
  PIPESERVERWRAP: 'unix socket or pipe',
}

/** Node sets timers for itself as well, below whatever was called: for the time in an HTTP header, for one. */
function isAskedFor(stack: Error): boolean {
  return callOf(stack)?.called.includes('(node:timers') === true
}

function isBackground(timer: object | undefined): boolean {
  if (timer === undefined || !('hasRef' in timer) || typeof timer.hasRef !== 'function') return false
  return !timer.hasRef() && '_destroyed' in timer && timer._destroyed === false
}

/** Listeners that were put on `process` and are there still. */
function watchListeners() {
  const made = new Map<unknown, { readonly event: string | symbol; readonly stack: Error }>()
  const notice = (event: string | symbol, listener: unknown) => {
    if (event !== 'newListener') made.set(listener, { event, stack: takeStack() })
  }
  process.on('newListener', notice)
  return {
    stop: () => void process.off('newListener', notice),
    added: (): readonly string[] =>
      [...made].flatMap(([listener, { event, stack }]) => {
        const origin = originOf(stack)
        // Node's own, and those of packages, which put one there once for all.
        if (origin === undefined || isOfPackage(origin)) return []
        const isThere = process.rawListeners(event).some((one) => one === listener || isOnceOf(one, listener))
        return isThere ? [`a listener of process '${String(event)}', added at ${origin}`] : []
      }),
  }
}

function isOnceOf(wrapper: unknown, listener: unknown): boolean {
  return typeof wrapper === 'function' && 'listener' in wrapper && wrapper.listener === listener
}

/** What the descriptors lead to, without the numbers, which are used again. */
function descriptors(): readonly string[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((fd) => describeDescriptor(fd))
  } catch {
    return []
  }
}

function describeDescriptor(fd: string): readonly string[] {
  try {
    return [readlinkSync(`/proc/self/fd/${fd}`)]
  } catch {
    // The one that listed the folder.
    return []
  }
}

function added(before: readonly string[], now: readonly string[]): readonly string[] {
  const rest = [...before]
  return now.filter((name) => {
    const index = rest.indexOf(name)
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
}
