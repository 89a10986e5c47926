// The names that reeve-plugin refuses because the standard plugins have them, by what is to be made.

import { standardPlugins } from '../../plugins/standard.js'
import { standardCtlPlugins } from '../../plugins/standard-ctl.js'
import type { TakenNames } from '../../sdk/scaffold/arguments.js'
import { createCtl } from '../ctl/ctl.js'
import { createTerminal } from '../ctl/terminal.js'

export function takenNames(): TakenNames {
  return {
    plugin: new Set(standardPlugins.flatMap(({ name, sections = {} }) => [name, ...Object.keys(sections)])),
    ctl: new Set(ctlNames()),
  }
}

/** A supervisorctl that is asked for its commands and for nothing else. */
function ctlNames(): readonly string[] {
  const { commands } = createCtl({
    settings: { serverurl: '', username: null, password: null, origin: '' },
    terminal: createTerminal(),
    interactive: false,
    plugins: standardCtlPlugins.map((plugin) => ({ plugin })),
  })
  return commands.flatMap(({ plugin, entries }) => [plugin, ...entries.map(({ name }) => name)])
}
