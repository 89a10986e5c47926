// HOOKS.md as text: the generator writes it, a test compares it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCHEMAS_FOLDER } from '../../schemas/build/load.js'
import { type HookDoc, type HookGroup, readHookGroups, readTypes } from './hook-docs.js'

export const SDK_FOLDER = join(SCHEMAS_FOLDER, '..', 'sdk')

/** The core's hooks first, then contracts by name. */
const FIRST = 'SupervisorHooks'

export interface HookSources {
  readonly groups: readonly HookGroup[]
  readonly types: ReadonlyMap<string, string>
}

export function readHookSources(): HookSources {
  const contracts = readdirSync(join(SDK_FOLDER, 'contracts')).filter((name) => name.endsWith('.ts'))
  const files = ['hooks.ts', 'process.ts', ...contracts.sort().map((name) => join('contracts', name))]
  const sources = files.map((name) => readFileSync(join(SDK_FOLDER, name), 'utf8'))
  const groups = sources.flatMap(readHookGroups)
  const types = new Map(sources.flatMap((source) => [...readTypes(source)]))
  return { groups: groups.sort((one, other) => rank(one) - rank(other)), types }
}

function rank({ type }: HookGroup): number {
  return type === FIRST ? 0 : 1
}

const HEAD = `<!-- Written by \`npm run generate\` from hooks.ts and contracts/: do not edit. -->
# Hooks

What a plugin can tap, and what a tap may do. A plugin taps in \`apply\`, under its own name:

\`\`\`ts
supervisor.hooks.stateChange.tap('my-plugin', ({ process, to }) => { ... })
httpHooks(supervisor).server.tap('my-plugin', (app) => { app.get('/mine', async () => 'here') })
\`\`\`

| You want to                                       | Use                                                                |
| ------------------------------------------------- | ------------------------------------------------------------------ |
| serve an HTTP route                               | [http.server](#httpserver)                                         |
| decide who may come in, and who may do what       | [http.authenticate](#httpauthenticate), [http.authorize](#httpauthorize) |
| add XML-RPC methods                               | [rpc.namespaces](#rpcnamespaces)                                   |
| write an audit log of calls                       | [rpc.called](#rpccalled)                                           |
| add commands to supervisorctl                     | [ctl.commands](#ctlcommands) in a plugin of supervisorctl          |
| react to what processes do                        | [stateChange](#statechange), [event](#event)                       |
| publish an event type of your own                 | the field \`events\` of the plugin, then \`supervisor.emit\`           |
| own a section, or add keys to those of others     | the fields \`sections\`, \`schema\`, \`extends\` and \`check\`             |
| take the output of programs                       | [channelOpen](#channelopen): \`addSink\`, \`addLogSink\`               |
| change what is executed, or forbid it             | [beforeSpawn](#beforespawn)                                        |
| decide about restarts                             | [restartDecision](#restartdecision)                                |
| let starts, readiness or stops wait for something | [startDecision](#startdecision), [runningDecision](#runningdecision), [stopDecision](#stopdecision) |
| add groups that no section has                    | [config](#config)                                                  |
| judge the answers of event listeners              | [event-listener.handlers](#event-listenerhandlers)                 |
| publish hooks of your own                         | \`defineContract\`                                                   |

**Types.** A \`SyncHook\` tells. A \`SyncBailHook\` asks until a tap answers: undefined passes on. A \`SyncWaterfallHook\` gives each tap what the one before returned: undefined leaves it. An \`AsyncSeriesHook\` waits for each tap, at most 10 seconds, and takes \`tapPromise\` too; the others wait for nothing, and an async function there is refused. Taps run in the order of the plugins.

**What is wrong is named.** A tap without a function or a name, or of a hook that does not exist, fails in \`apply\`. What a tap throws is logged as \`plugin NAME failed in hook HOOK\` and stands in \`supervisorctl plugins\`; what it means is said with each hook.
`

export function renderHooks({ groups, types }: HookSources): string {
  return [HEAD, ...groups.map((group) => renderGroup(group, types))].join('\n')
}

function renderGroup(group: HookGroup, types: HookSources['types']): string {
  const { contract, accessor, members } = group
  const title =
    contract === null
      ? "## The core's: `supervisor.hooks`"
      : `## The contract ${contract}: \`${accessor}(${contract === 'ctl' ? 'ctl' : 'supervisor'})\``
  const prefix = contract === null ? '' : `${contract}.`
  const carried = carriedTypes(members, types)
  const code = carried.length === 0 ? '' : `\`\`\`ts\n${carried.join('\n\n')}\n\`\`\`\n`
  return [title, ...members.map((member) => renderMember(member, prefix)), code]
    .join('\n\n')
    .trimEnd()
    .concat('\n')
}

function renderMember({ name, type, lines, text }: HookDoc, prefix: string): string {
  const body =
    lines.size === 0 ? text : [...lines].map(([label, line]) => `- **${label}**: ${line}`).join('\n')
  return `### ${prefix}${name}\n\n\`${type}\`\n\n${body}`
}

/** Types of the SDK that the hooks name, and those that these name in turn. */
function carriedTypes(members: readonly HookDoc[], types: HookSources['types']): readonly string[] {
  const found = new Map<string, string>()
  const open = members.flatMap(({ type }) => namesIn(type))
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const text = types.get(name)
    if (text === undefined || found.has(name) || LEFT_OUT.has(name)) continue
    found.set(name, text)
    open.push(...namesIn(text))
  }
  return [...found.values()]
}

/** Too large to repeat: they stand in process.ts, and are the same for all hooks. */
const LEFT_OUT: ReadonlySet<string> = new Set(['Process', 'ProcessGroup', 'Ctl', 'Supervisor'])

function namesIn(text: string): readonly string[] {
  return text.match(/\b[A-Z]\w+\b/g) ?? []
}
