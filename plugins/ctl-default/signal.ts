// supervisorctl signal (CTL-24).

import type { CtlCommand } from 'reeve/sdk/ctl'
import { act } from './act.js'
import { SIGNALLING } from './results.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'signal <signal name> <name>\t\tSend a signal to one process',
  'signal <signal name> <gname>:*\t\tSend a signal to every process of a group',
  'signal <signal name> <name> <name>\tSend a signal to several processes or groups',
  'signal <signal name> all\t\tSend a signal to every process',
]

export const signal: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const [name, ...names] = wordsOf(argument)
    if (name === undefined || names.length === 0) {
      refuse(ctl, 'Error: signal requires a signal name and a process name', help)
      return
    }
    const { supervisor } = ctl.client
    await act(ctl, names, {
      wording: SIGNALLING,
      all: () => supervisor.signalAllProcesses(name),
      group: (group) => supervisor.signalProcessGroup(group, name),
      process: (namespec) => supervisor.signalProcess(namespec, name),
    })
  },
}
