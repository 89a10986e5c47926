// Where events come from: the hooks of the supervisor, each asked only whether somebody wants to know.

import type { EventRecord, GroupChange } from 'reeve/schemas/api-types'
import type { Process, ProcessGroup, Supervisor, SupervisorEvent } from 'reeve/sdk'
import type { EventHub } from './event-hub.js'
import type { Histories } from './history.js'
import type { DescribeProgram } from './program-record.js'

/** Payloads can be a program's output. */
const PAYLOAD_CHARACTERS = 16_384

export interface EventSources {
  /** From now on Supervisor's own events are published too. */
  watchTyped(): void
}

export function createSources(
  supervisor: Supervisor,
  hub: EventHub,
  histories: Histories,
  describe: DescribeProgram,
): EventSources {
  const { hooks, clock } = supervisor
  let isWatching = false

  const tellPrograms = (processes: ReadonlySet<Process>) => {
    if (!hub.wants('program')) return
    for (const process of processes) {
      const { namespec, group } = process
      // A process that is gone by now has had its last word.
      if (supervisor.groups.get(group.name) !== group) continue
      if (group.processes.get(process.name) !== process) continue
      hub.publish('program', { topic: 'program', namespec, group: group.name }, () => describe(process))
    }
  }

  histories.onSettled = tellPrograms

  // What is waited for changes with the step that follows, which has a state of its own: told of once, as it then is.
  let waiting = new Set<Process>()
  hooks.waitChange.tap('http-api', (process) => {
    if (!hub.wants('program')) return
    if (waiting.size === 0) {
      clock.soon(() => {
        const settled = waiting
        waiting = new Set()
        tellPrograms(settled)
      })
    }
    waiting.add(process)
  })

  // A group is told of when it is complete, with the processes that start at once as they then are.
  const tellGroup = (group: ProcessGroup) => {
    if (!hub.wants('group')) return
    clock.soon(() => {
      if (supervisor.groups.get(group.name) !== group) return
      const about = { topic: 'group', namespec: null, group: group.name }
      hub.publish('group', about, () => describeGroup(group, describe))
    })
  }
  hooks.groupAdded.tap('http-api', tellGroup)
  hooks.groupChanged.tap('http-api', tellGroup)
  hooks.groupRemoved.tap('http-api', ({ name }) => {
    hub.publish('group-removed', { topic: 'group', namespec: null, group: name }, () => ({ name }))
  })
  hooks.stopping.tap('http-api', () => {
    hub.publish('daemon', { topic: 'daemon', namespec: null, group: null }, () => ({
      state: supervisor.state,
      at: Math.trunc(clock.now()),
    }))
  })

  return {
    // Who taps the hook makes the daemon build every event, so it is tapped when somebody first asks.
    watchTyped() {
      if (isWatching) return
      isWatching = true
      hooks.event.tap('http-api', (event) => {
        if (!hub.wants(event.type)) return
        const about = { topic: event.type, ...subjectOf(event) }
        hub.publish('event', about, () => recordOf(event, clock.now()))
      })
    },
  }
}

function describeGroup(group: ProcessGroup, describe: DescribeProgram): GroupChange {
  return {
    name: group.name,
    kind: group.config.kind,
    priority: group.config.priority,
    programs: [...group.processes.values()].map((process) => describe(process)),
  }
}

/** Payloads begin with the names of what they are about. */
function subjectOf({ type, payload }: SupervisorEvent): { namespec: string | null; group: string | null } {
  if (!/^PROCESS_/.test(type)) return { namespec: null, group: null }
  const [head = ''] = payload().split('\n', 1)
  const name = /(?:^| )processname:(\S+)/.exec(head)?.[1] ?? null
  const group = /(?:^| )groupname:(\S+)/.exec(head)?.[1] ?? null
  return { namespec: name === null ? null : name === group ? name : `${group}:${name}`, group }
}

function recordOf({ type, payload }: SupervisorEvent, at: number): EventRecord {
  const text = payload()
  const truncated = text.length > PAYLOAD_CHARACTERS
  return {
    type,
    at: Math.trunc(at),
    payload: truncated ? text.slice(0, PAYLOAD_CHARACTERS) : text,
    truncated,
  }
}
