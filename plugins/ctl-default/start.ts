// supervisorctl start (CTL-21).

import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { act } from './act.js'
import { STARTING } from './results.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'start <name>\t\tStart one process',
  'start <gname>:*\t\tStart every process of a group',
  'start <name> <name>\tStart several processes or groups, one after another',
  'start all\t\tStart every process',
]

export async function startNames(ctl: Ctl, names: readonly string[]): Promise<void> {
  const { supervisor } = ctl.client
  await act(ctl, names, {
    wording: STARTING,
    all: supervisor.startAllProcesses,
    group: supervisor.startProcessGroup,
    process: supervisor.startProcess,
    unknownGroupStatus: CTL_EXIT.INVALID_ARGUMENTS,
  })
}

export const start: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const names = wordsOf(argument)
    if (names.length > 0) await startNames(ctl, names)
    else refuse(ctl, 'Error: start requires a process name', help, CTL_EXIT.INVALID_ARGUMENTS)
  },
}
