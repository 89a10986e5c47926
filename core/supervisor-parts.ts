// What a supervisor is made of, and how its run can end.

import type { Server } from 'node:net'
import type { SupervisorSnapshot } from '../sdk/snapshot.js'
import type { ListenAddress, Syslog } from '../sdk/supervisor.js'
import type { Clock } from './clock/port.js'
import type { DaemonLog } from './log/index.js'
import type { ModuleLoader } from './modules/module-loader.js'
import type { LogFiles } from './output/index.js'
import type { Posix } from './posix/port.js'
import type { Setup } from './setup.js'

/** How a run ended: the daemon leaves, or starts over with `setup`. */
export type Outcome =
  | { readonly kind: 'shutdown' }
  | { readonly kind: 'restart'; readonly setup: Setup; readonly serials: Readonly<Record<string, number>> }

/** What a supervisor is made of. */
export interface SupervisorParts extends Setup {
  readonly posix: Posix
  readonly clock: Clock
  readonly log: DaemonLog
  readonly syslog: Syslog
  /** The open logs of this daemon, its own among them. */
  readonly files: LogFiles
  /** Reads all of it anew, for a restart. Rejects with a UsageError. */
  readonly readSetup: () => Promise<Setup>
  readonly modules: ModuleLoader
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>
  /** Binds a server; the returned function unbinds it. */
  readonly bind: (server: Server, address: ListenAddress) => Promise<() => Promise<void> | void>
  /** Numbers that go on counting from an earlier run. */
  readonly serials?: Readonly<Record<string, number>>
  /** The state that another image of this program left: its processes run on. */
  readonly resume?: SupervisorSnapshot
}
