// A process group: its processes in config order, and the order in which they are started and stopped.

import type { GroupConfig } from '../../sdk/config.js'
import type { ProcessGroup } from '../../sdk/process.js'
import { isStopped } from '../../sdk/states.js'
import type { Engine } from './engine.js'
import { SupervisedProcess } from './process.js'

export class Group implements ProcessGroup {
  readonly name: string
  readonly config: GroupConfig
  readonly processes: ReadonlyMap<string, SupervisedProcess>

  constructor(config: GroupConfig, engine: Engine) {
    this.name = config.name
    this.config = config
    this.processes = new Map(
      config.processes.map((one) => [one.name, new SupervisedProcess(one, this, engine)]),
    )
  }

  /** Ascending priority; config order among equals. Differs from Supervisor: at autostart too (EDGE-10). */
  byPriority(): readonly SupervisedProcess[] {
    return [...this.processes.values()].sort((a, b) => a.config.priority - b.config.priority)
  }

  unstopped(): readonly SupervisedProcess[] {
    return [...this.processes.values()].filter((process) => !isStopped(process.state))
  }

  /** Asks everything that runs to stop, in descending priority, and gives up what waits for a retry. */
  stopForShutdown(): void {
    for (const process of this.byPriority().toReversed()) {
      const { lifecycle } = process
      lifecycle.respawn.cancel()
      lifecycle.abandonRetry()
      if (lifecycle.state === 'STARTING' || lifecycle.state === 'RUNNING') lifecycle.input('stop')
    }
  }

  /** Releases logs and files once everything has stopped. */
  close(): void {
    for (const process of this.processes.values()) process.close()
  }
}
