// What a supervisor is made of, and how its run can end.

import type { Server } from 'node:net'
import type { Config } from '../sdk/config.js'
import type { ListenAddress, SupervisorSnapshot, Syslog } from '../sdk/supervisor.js'
import type { Clock } from './clock/port.js'
import type { ConfigSource } from './last-read-config.js'
import type { DaemonLog } from './log/index.js'
import type { ModuleLoader } from './module-loader.js'
import type { LogFiles } from './output/index.js'
import type { PluginEntry } from './plugin-list.js'
import type { Posix } from './posix/port.js'

/** How a run ended: the daemon leaves, or starts over with `config`. */
export type Outcome =
  | { readonly kind: 'shutdown' }
  | { readonly kind: 'restart'; readonly config: Config; readonly serials: Readonly<Record<string, number>> }

/** What a supervisor is made of. */
export interface SupervisorParts extends ConfigSource {
  readonly posix: Posix
  readonly clock: Clock
  readonly log: DaemonLog
  readonly syslog: Syslog
  /** The open logs of this daemon, its own among them. */
  readonly files: LogFiles
  readonly config: Config
  readonly plugins: readonly PluginEntry[]
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
