// The snapshot of a supervisor: its own state, and what plugins add to it.

import type { JsonValue, SnapshotParts, SupervisorSnapshot } from '../sdk/snapshot.js'
import type { Supervisor } from '../sdk/supervisor.js'
import type { ActiveGroups } from './active-groups.js'
import type { ListenSockets } from './listen-sockets.js'

export function takeSnapshot(
  { version, state, hooks }: Supervisor,
  groups: ActiveGroups,
  sockets: ListenSockets,
  serials: Readonly<Record<string, number>>,
): SupervisorSnapshot {
  const plugins: Record<string, JsonValue> = {}
  hooks.snapshot.call(collectInto(plugins))
  return {
    version,
    state,
    processes: [...groups.byName.values()].flatMap((group) =>
      [...group.processes.values()].map((process) => process.snapshot()),
    ),
    sockets: sockets.snapshot(),
    serials,
    plugins,
  }
}

function collectInto(plugins: Record<string, JsonValue>): SnapshotParts {
  return {
    add(name, state) {
      if (Object.hasOwn(plugins, name)) throw new Error(`the snapshot has a part ${name} already`)
      const text: string | undefined = JSON.stringify(state)
      if (text === undefined) throw new Error(`JSON does not carry the part ${name} of the snapshot`)
      plugins[name] = JSON.parse(text) as JsonValue
    },
  }
}
