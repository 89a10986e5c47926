// A process group: its processes in config order, and the order in which they are started and stopped.

import type { GroupConfig, ProcessConfig } from '../../sdk/config.js'
import { Fault } from '../../sdk/faults.js'
import type { ProcessGroup } from '../../sdk/process.js'
import { isStopped } from '../../sdk/states.js'
import type { Engine } from './engine.js'
import { SupervisedProcess } from './process.js'

export class Group implements ProcessGroup {
  readonly name: string
  readonly #engine: Engine
  readonly #processes = new Map<string, SupervisedProcess>()
  #config: GroupConfig

  constructor(config: GroupConfig, engine: Engine) {
    this.name = config.name
    this.#config = config
    this.#engine = engine
    for (const one of config.processes)
      this.#processes.set(one.name, new SupervisedProcess(one, this, engine))
  }

  /** Follows what is added and removed. */
  get config(): GroupConfig {
    return this.#config
  }

  get processes(): ReadonlyMap<string, SupervisedProcess> {
    return this.#processes
  }

  /** Throws Fault BAD_NAME when the name is taken. */
  add(config: ProcessConfig): SupervisedProcess {
    if (this.#processes.has(config.name)) throw new Fault('BAD_NAME', config.name)
    const process = new SupervisedProcess(config, this, this.#engine)
    this.#processes.set(config.name, process)
    this.#config = { ...this.#config, processes: [...this.#config.processes, config] }
    return process
  }

  /** Throws Fault BAD_NAME or STILL_RUNNING. */
  remove(name: string): void {
    const process = this.#processes.get(name)
    if (process === undefined) throw new Fault('BAD_NAME', name)
    if (!isStopped(process.state)) throw new Fault('STILL_RUNNING', name)
    process.close()
    this.#processes.delete(name)
    this.#config = { ...this.#config, processes: this.#config.processes.filter((one) => one.name !== name) }
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
