// The run of supervisorctl: command line, settings, then one command or the shell.

import type { CtlPlugin } from '../../sdk/contracts/ctl.js'
import { Interrupted } from '../../sdk/contracts/ctl.js'
import { UsageError } from '../errors.js'
import { readArguments } from './arguments.js'
import { type CtlHost, createCtl } from './ctl.js'
import type { BuiltInCtlPlugins } from './plugin-loader.js'
import type { CtlPluginEntry, RefusedCtlPlugin } from './plugin-statuses.js'
import { readSettings, type Settings } from './settings.js'
import { createTerminal, OutputClosed, type Terminal } from './terminal.js'

export interface Invocation {
  /** The program as it was called, for messages and the search for the config file. */
  readonly program: string
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly plugins: readonly CtlPlugin[]
  /** Those that a [ctlplugin:x] section can name. */
  readonly builtIn: BuiltInCtlPlugins
}

const GENERIC_FAILURE = 1
const USAGE_FAILURE = 2
const INTERRUPTED = 130

/** Resolves with the exit status. Output is complete by then. */
export async function main(invocation: Invocation): Promise<number> {
  const terminal = createTerminal()
  try {
    return await obey(invocation, terminal)
  } catch (error) {
    if (error instanceof OutputClosed) return GENERIC_FAILURE
    if (error instanceof Interrupted) {
      terminal.write('\n')
      return INTERRUPTED
    }
    if (!(error instanceof UsageError)) throw error
    terminal.warn(`Error: ${error.message}\nFor help, use ${invocation.program} -h`)
    return USAGE_FAILURE
  } finally {
    terminal.close()
  }
}

async function obey(invocation: Invocation, terminal: Terminal): Promise<number> {
  const given = readArguments(invocation.argv)
  if (given.help) {
    terminal.write((await import('./usage.js')).usageText(invocation.program))
    return 0
  }
  const settings = readSettings(given, invocation)
  const isShell = given.words.length === 0
  const interactive = isShell || given.interactive
  const listed = await listPlugins(settings, invocation, interactive, terminal)
  const ctl = createCtl({ settings, terminal, interactive, ...listed })
  // Lost quoting is what configuration managers count on: `"signal HUP" web` (clients.md 5).
  if (!isShell) return runOnce(ctl, given.words.join(' '))
  const { runShell } = await import('./shell.js')
  await runShell(ctl, terminal, { prompt: settings.prompt, historyFile: settings.historyFile })
  return 0
}

async function runOnce(ctl: CtlHost, line: string): Promise<number> {
  await ctl.run(line)
  return ctl.exitStatus
}

async function listPlugins(
  settings: Settings,
  { plugins: standard, builtIn }: Invocation,
  interactive: boolean,
  terminal: Terminal,
) {
  const plugins: CtlPluginEntry[] = standard.map((plugin) => ({ plugin }))
  const refused: RefusedCtlPlugin[] = []
  if (settings.plugins.length === 0 || settings.file === null) return { plugins, refused }
  const { loadCtlPlugin } = await import('./plugin-loader.js')
  for (const section of settings.plugins) {
    const namedBy = `section ctlplugin:${section.name}`
    const loaded = await loadCtlPlugin(section, settings.file, builtIn)
    if ('plugin' in loaded) {
      plugins.push({ ...loaded, values: section.values, namedBy })
      continue
    }
    refused.push({ name: section.name, namedBy, message: loaded.problem })
    // One command does not care about another's plugin, and its stderr may be read by a script (clients.md 17).
    if (interactive || !loaded.isForeign) terminal.warn(`supervisorctl: ${loaded.problem}`)
  }
  return { plugins, refused }
}
