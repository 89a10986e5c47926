// The open sockets, each counted by the children that share it: made for the first, closed with the last (FCGI-04).

import {
  type ListenSocket,
  type ListenSocketOptions,
  type Process,
  type ProcessGroup,
  SpawnError,
  type Supervisor,
} from 'reeve/sdk'
import { type SocketSettings, socketOf } from './socket-settings.js'

export interface SharedSockets {
  /** A group is new: says in the log now what would keep its sockets from being made (FCGI-03). */
  prepare(group: ProcessGroup): void
  /** The descriptor for a child that is about to be spawned; null for a process that is none of ours. */
  take(process: Process): number | null
  /** The process has no child any more. */
  giveBack(process: Process): void
  closeAll(): void
}

interface SharedSocket {
  readonly settings: SocketSettings
  readonly socket: ListenSocket
  readonly users: Set<Process>
}

export function createSharedSockets(supervisor: Supervisor): SharedSockets {
  const { clock, log } = supervisor
  const open = new Map<string, SharedSocket>()
  const used = new Map<Process, SharedSocket>()

  /** Throws a SpawnError. */
  function create({ url, address, backlog }: SocketSettings, options?: ListenSocketOptions): ListenSocket {
    try {
      return supervisor.openListenSocket(address, { backlog, ...options })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new SpawnError(`Could not create FastCGI socket ${url}: ${reason}`, { cause: error })
    }
  }

  function use(process: Process, settings: SocketSettings): SharedSocket {
    const shared = open.get(settings.key) ?? { settings, socket: create(settings), users: new Set() }
    open.set(settings.key, shared)
    shared.users.add(process)
    used.set(process, shared)
    return shared
  }

  function close(shared: SharedSocket): void {
    const { key, url } = shared.settings
    if (shared.users.size > 0 || open.get(key) !== shared) return
    open.delete(key)
    log.info(`Closing socket ${url}`)
    shared.socket.close()
  }

  /** Never at the cost of who listens there now: see `trial`. */
  function attempt(settings: SocketSettings): void {
    log.info(`Creating socket ${settings.url}`)
    try {
      create(settings, { trial: true }).close()
      log.info(`Closing socket ${settings.url}`)
    } catch (error) {
      if (!(error instanceof SpawnError)) throw error
      // The start of its programs will fail in the same words and be tried again, so nothing else need suffer.
      log.error(error.message)
    }
  }

  return {
    prepare(group) {
      const tried = new Set<string>()
      for (const process of group.processes.values()) {
        const settings = socketOf(process.config)
        if (settings === null) continue
        // What another image of this program spawned has its socket: the one that was carried over.
        if (process.pid !== 0) use(process, settings)
        else if (!open.has(settings.key) && !tried.has(settings.key)) attempt(settings)
        tried.add(settings.key)
      }
    },
    take(process) {
      const settings = socketOf(process.config)
      if (settings === null) return null
      if (!open.has(settings.key)) log.info(`Creating socket ${settings.url}`)
      return use(process, settings).socket.fd
    },
    giveBack(process) {
      const shared = used.get(process)
      if (shared === undefined) return
      used.delete(process)
      shared.users.delete(process)
      // After the line that tells the end, and before a restart, as Supervisor does.
      if (shared.users.size === 0) clock.soon(() => close(shared))
    },
    closeAll() {
      for (const shared of open.values()) {
        shared.users.clear()
        close(shared)
      }
    },
  }
}
