// The active groups: which exist, how names find them, and what is added and removed while the daemon runs.

import type { Config, ConfigDiff, GroupConfig, ProcessConfig } from '../sdk/config.js'
import { createEvent } from '../sdk/events.js'
import { Fault } from '../sdk/faults.js'
import type { Target } from '../sdk/supervisor.js'
import { compareGroups } from './config/diff.js'
import type { Engine } from './process/engine.js'
import { Group } from './process/group.js'
import { parseNamespec } from './process/namespec.js'
import type { SupervisedProcess } from './process/process.js'

export class ActiveGroups {
  /** In the order in which they were added; at boot that is ascending priority, then name (CFG-GRP-05). */
  readonly byName = new Map<string, Group>()
  readonly #engine: Engine

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Throws Fault BAD_NAME. */
  named(name: string): Group {
    const group = this.byName.get(name)
    if (group === undefined) throw new Fault('BAD_NAME', name)
    return group
  }

  /** Makes a group active and tells of it. Throws Fault ALREADY_ADDED. */
  add(config: GroupConfig): Group {
    if (this.byName.has(config.name)) throw new Fault('ALREADY_ADDED', config.name)
    const group = this.#activate(config)
    this.#engine.emit(() => createEvent('PROCESS_GROUP_ADDED', () => `groupname:${group.name}\n`))
    return group
  }

  /** Adds a group of a configuration; its autostart comes when the caller is done. Throws Fault. */
  addFrom({ groups }: Pick<Config, 'groups'>, name: string): Group {
    if (this.byName.has(name)) throw new Fault('ALREADY_ADDED', name)
    const config = groups.find((group) => group.name === name)
    if (config === undefined) throw new Fault('BAD_NAME', name)
    const group = this.add(config)
    this.#engine.clock.soon(() => {
      if (this.byName.get(name) === group) autostart(group.byPriority())
    })
    return group
  }

  /** What a configuration would change (RPC-39). */
  compare({ groups }: Pick<Config, 'groups'>): ConfigDiff {
    const active = [...this.byName.values()].map((group) => group.config)
    return compareGroups(active, groups)
  }

  /** The groups of the boot. */
  addAll(configs: readonly GroupConfig[], isResumed: boolean): void {
    for (const config of configs) {
      if (isResumed) this.#resume(config)
      else this.add(config)
    }
  }

  /** A group that was active in another image of this program, with what runs in it: no news. */
  #resume(config: GroupConfig): void {
    for (const process of this.#activate(config).processes.values()) process.resume()
  }

  #activate(config: GroupConfig): Group {
    const group = new Group(config, this.#engine)
    this.byName.set(config.name, group)
    this.#engine.hooks.groupAdded.call(group)
    return group
  }

  /** Throws Fault BAD_NAME, or STILL_RUNNING while a process of the group is not in a stopped state (RPC-41). */
  remove(name: string): void {
    const group = this.named(name)
    if (group.unstopped().length > 0) throw new Fault('STILL_RUNNING', name)
    group.close()
    this.byName.delete(name)
    this.#engine.hooks.groupRemoved.call(group)
    this.#engine.emit(() => createEvent('PROCESS_GROUP_REMOVED', () => `groupname:${name}\n`))
  }

  /** Adds a process to a group; its autostart comes when the caller is done. Throws Fault BAD_NAME. */
  addProcess(groupName: string, config: ProcessConfig): SupervisedProcess {
    const group = this.named(groupName)
    const process = group.add(config)
    this.#engine.hooks.groupChanged.call(group)
    this.#engine.clock.soon(() => {
      if (group.processes.get(config.name) === process) process.autostart()
    })
    return process
  }

  /** Gives the group. Throws Fault BAD_NAME or STILL_RUNNING. */
  removeProcess(groupName: string, name: string): Group {
    const group = this.named(groupName)
    group.remove(name)
    this.#engine.hooks.groupChanged.call(group)
    return group
  }

  /** Resolves a namespec. Throws Fault BAD_NAME with the text as it was sent (RPC-15, RPC-17). */
  resolve(namespec: string): Target {
    const name = parseNamespec(namespec)
    const group = this.byName.get(name.group)
    if (group === undefined) throw new Fault('BAD_NAME', namespec)
    if (name.process === null) return { group, process: null }
    const process = group.processes.get(name.process)
    if (process === undefined) throw new Fault('BAD_NAME', namespec)
    return { group, process }
  }

  /** Ascending group priority; the order of addition among equals (LIFE-50). */
  byPriority(): readonly Group[] {
    return [...this.byName.values()].sort((a, b) => a.config.priority - b.config.priority)
  }

  processesByPriority(): readonly SupervisedProcess[] {
    return this.byPriority().flatMap((group) => group.byPriority())
  }

  unstopped(): readonly SupervisedProcess[] {
    return [...this.byName.values()].flatMap((group) => group.unstopped())
  }
}

export function autostart(processes: readonly SupervisedProcess[]): void {
  for (const process of processes) process.autostart()
}
