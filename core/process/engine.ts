// What every process of one supervisor shares: the ports, the hooks, the output, and the claims on pids.

import type { SupervisorEvent } from '../../sdk/events.js'
import type { SupervisorHooks } from '../../sdk/hooks.js'
import type { Logger } from '../../sdk/logger.js'
import type { ProcessSnapshot } from '../../sdk/snapshot.js'
import type { SupervisorState } from '../../sdk/states.js'
import type { Clock } from '../clock/port.js'
import type { ChildExit, Posix } from '../posix/port.js'
import type { Output } from './output.js'
import type { SpawnSpecs } from './spawn-spec.js'

export interface Engine {
  readonly posix: Posix
  readonly clock: Clock
  readonly log: Logger
  readonly hooks: SupervisorHooks
  readonly output: Output
  readonly specs: SpawnSpecs
  /** What is known of a process from an earlier image of this program. */
  resume(group: string, name: string): ProcessSnapshot | undefined
  state(): SupervisorState
  emit(create: () => SupervisorEvent): void
  /** Claims a pid: its end is reported to `onExit`, and the claim ends with it. */
  claim(pid: number, onExit: (exit: ChildExit) => void): void
}
