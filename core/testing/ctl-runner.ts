// supervisorctl against a supervisor in memory: one line, as a shell would run it.

import type { CtlPlugin } from '../../sdk/contracts/ctl.js'
import { readCtlConfig } from '../config/ctl-config.js'
import { createCtl } from '../ctl/ctl.js'
import { type BuiltInCtlPlugins, loadCtlPlugin } from '../ctl/plugin-loader.js'
import { createMemoryTerminal } from './memory-terminal.js'

export interface CtlRun {
  /** What the operator types when asked, line by line. With it supervisorctl asks before what cannot be undone. */
  readonly answers?: readonly string[]
  /** Lets up to so many milliseconds pass, as many as the command needs. Without it no time passes by itself. */
  readonly withinMs?: number
}

export interface CtlAnswer {
  readonly stdout: string
  readonly stderr: string
  readonly exitStatus: number
}

export interface CtlRunnerOptions {
  readonly ctlPlugins?: readonly CtlPlugin[]
  readonly builtInCtlPlugins?: BuiltInCtlPlugins
  /** The config file: its credentials and plugins are used. */
  readonly file: string
  readonly environment: Readonly<Record<string, string>>
  readonly serverurl: () => Promise<string>
}

export function createCtlRunner({
  ctlPlugins = [],
  builtInCtlPlugins = {},
  file,
  environment,
  serverurl,
}: CtlRunnerOptions): (line: string, run?: CtlRun) => Promise<CtlAnswer> {
  return async (line, { answers } = {}) => {
    const terminal = createMemoryTerminal(answers)
    const config = readCtlConfig({ file, environment })
    const plugins: { plugin: CtlPlugin; values?: Readonly<Record<string, string>> }[] = ctlPlugins.map(
      (plugin) => ({ plugin }),
    )
    for (const section of config.plugins) {
      const loaded = await loadCtlPlugin(section, file, builtInCtlPlugins)
      if ('plugin' in loaded) plugins.push({ plugin: loaded.plugin, values: section.values })
      else terminal.warn(`supervisorctl: ${loaded.problem}`)
    }
    const settings = { ...config, serverurl: await serverurl(), origin: 'the harness' }
    const ctl = createCtl({ settings, terminal, interactive: answers !== undefined, plugins })
    await ctl.run(line)
    return { stdout: terminal.stdout(), stderr: terminal.stderr(), exitStatus: ctl.exitStatus }
  }
}
