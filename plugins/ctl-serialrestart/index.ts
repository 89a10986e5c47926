// serialrestart: the command of the Python package supervisor-serialrestart. It restarts one process after another,
// where `restart` stops all of them before it starts the first.

import { makeNamespec, matchesWildcard, type ProcessInfo } from 'reeve/sdk/client'
import { type CtlCommand, ctlHooks, defineCtlPlugin, loadCommand } from 'reeve/sdk/ctl'

const help = [
  'serialrestart <name>\t\tRestart one process',
  'serialrestart <gname>:*\tRestart the processes of a group, one after another',
  'serialrestart <name> <pattern>\tRestart the processes whose name matches, one after another',
  'serialrestart all\t\tRestart every process, one after another',
  'The configuration is not read again: reread and update do that.',
]

const serialrestart: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const words = argument.split(/\s+/).filter((word) => word !== '')
    if (words.length === 0) {
      ctl.output('Error: serialrestart requires a process name')
      for (const line of help) ctl.output(line)
      return
    }
    const infos = await ctl.client.supervisor.getAllProcessInfo()
    const chosen = new Set<ProcessInfo>()
    for (const word of words.includes('all') ? ['*'] : words) {
      const matching = infos.filter((info) => matches(info, word))
      if (matching.length === 0) ctl.output(`No such process ${word}`)
      for (const info of matching) chosen.add(info)
    }
    const restart = await loadCommand(ctl, 'restart')
    for (const { group, name } of chosen) await restart.run(ctl, makeNamespec(group, name))
  },
}

function matches({ group, name }: ProcessInfo, pattern: string): boolean {
  return matchesWildcard(makeNamespec(group, name), pattern) || matchesWildcard(`${group}:${name}`, pattern)
}

export default defineCtlPlugin({
  name: 'serialrestart',
  apply(ctl) {
    ctlHooks(ctl).commands.tap('serialrestart', (registry) => {
      registry.add({ name: 'serialrestart', completes: 'processes', load: () => serialrestart })
    })
  },
})
