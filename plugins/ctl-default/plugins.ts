// supervisorctl plugins: what the server and this program have loaded, and how it is.

import { HttpStatusError } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand, type PluginStatus } from 'reeve/sdk/ctl'
import { pad, widthOf } from './columns.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'plugins\t\t\tShow the plugins of the server and of supervisorctl',
  'plugins <name>\t\tShow all that is known of one of them',
  'plugins --json\t\tPrint them as an object with two arrays',
]

type ServerPlugin = Omit<PluginStatus, 'commands'>

export const plugins: CtlCommand = {
  help,
  async run(ctl, argument) {
    const words = wordsOf(argument)
    const names = words.filter((word) => word !== '--json')
    const odd = names.find((name) => name.startsWith('--'))
    if (odd !== undefined) return refuse(ctl, `Error: there is no option ${odd}`, help)
    if (!(await ctl.checkServer())) return
    const server = await ask(ctl)
    if (words.includes('--json')) {
      ctl.output(JSON.stringify({ supervisord: server, supervisorctl: ctl.plugins }, null, 2))
      return
    }
    if (server === null) tellNone(ctl)
    const all = [
      ...(server ?? []).map((plugin) => ({ host: 'supervisord', plugin })),
      ...ctl.plugins.map((plugin) => ({ host: 'supervisorctl', plugin })),
    ]
    if (names.length === 0) showTable(ctl, all)
    for (const name of names) {
      const found = all.filter(({ plugin }) => plugin.name === name)
      for (const { host, plugin } of found) showOne(ctl, host, plugin)
      if (found.length === 0) refuse(ctl, `${name}: ERROR (no such plugin)`)
    }
  },
}

/** Null where the server has none to tell of. */
async function ask(ctl: Ctl): Promise<readonly ServerPlugin[] | null> {
  try {
    return (await ctl.client.api<{ plugins: readonly ServerPlugin[] }>('GET', '/plugins')).plugins
  } catch (error) {
    if (error instanceof HttpStatusError && error.status !== 401) return null
    throw error
  }
}

function tellNone(ctl: Ctl): void {
  ctl.output(
    'supervisord: ERROR (it does not tell of plugins: it is the original Supervisor, or has no JSON API)',
  )
  ctl.fail(CTL_EXIT.GENERIC)
}

interface Row {
  readonly host: string
  readonly plugin: ServerPlugin | PluginStatus
}

function showTable(ctl: Ctl, rows: readonly Row[]): void {
  const cells = rows.map(({ host, plugin }) => [
    host,
    plugin.name,
    plugin.version ?? '-',
    stateOf(plugin),
    sourceOf(plugin),
  ])
  const table = [['IN', 'NAME', 'VERSION', 'STATE', 'FROM'], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => widthOf(row[column] ?? ''))) + 2)
  for (const row of table) {
    ctl.output(
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('')
        .trimEnd(),
    )
  }
}

/** The state, and what an operator should know about it. */
function stateOf({ state, errors, changed }: ServerPlugin): string {
  const notes = [
    ...(errors > 0 ? [`${errors} error${errors === 1 ? '' : 's'}`] : []),
    ...(changed === null ? [] : [`changed, needs a ${changed.needs}`]),
  ]
  return notes.length === 0 ? state : `${state} (${notes.join(', ')})`
}

function sourceOf({ origin, file, package: name, namedBy }: ServerPlugin): string {
  if (origin === 'built-in') return namedBy ?? 'built in'
  return [origin === 'package' ? (name ?? file) : file, namedBy === null ? '' : `(${namedBy})`]
    .join(' ')
    .trim()
}

function showOne(ctl: Ctl, host: string, plugin: ServerPlugin | PluginStatus): void {
  const { lastError, changed } = plugin
  const rows: readonly (readonly [string, string])[] = [
    ['version', plugin.version ?? 'not told'],
    ['state', stateOf(plugin)],
    ['from', sourceOf(plugin)],
    ['file', plugin.file ?? ''],
    ['requires', plugin.requires.join(', ')],
    ['sections', plugin.sections.join(', ')],
    ['extends', plugin.extends.join(', ')],
    ['events', plugin.events.join(', ')],
    ['hooks', plugin.hooks.join(', ')],
    ['RPC methods', plugin.rpcMethods.join(', ')],
    ['routes', plugin.routes.join(', ')],
    ['commands', 'commands' in plugin ? plugin.commands.join(', ') : ''],
    ['changed files', changed === null ? '' : `${changed.files.join(', ')}: needs a ${changed.needs}`],
    [
      'last error',
      lastError === null
        ? ''
        : `${new Date(lastError.at).toISOString()} ${lastError.where}: ${lastError.message}`,
    ],
  ]
  ctl.output(`${plugin.name} (${host})`)
  for (const [label, text] of rows) if (text !== '') ctl.output(`  ${pad(label, 15)}${text}`)
}
