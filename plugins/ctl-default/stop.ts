// supervisorctl stop (CTL-22).

import type { Ctl, CtlCommand } from 'reeve/sdk/ctl'
import { act } from './act.js'
import { STOPPING } from './results.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'stop <name>\t\tStop one process',
  'stop <gname>:*\t\tStop every process of a group',
  'stop <name> <name>\tStop several processes or groups',
  'stop all\t\tStop every process',
]

// Well under the backlog of a server's socket.
const STOPS_AT_ONCE = 64

// Differs from Supervisor: the names are stopped at the same time, not one after another, each with its full wait
// (EDGE-08). The lines keep the order of the names.
export async function stopNames(ctl: Ctl, names: readonly string[]): Promise<void> {
  const { supervisor } = ctl.client
  await act(ctl, names, {
    wording: STOPPING,
    all: supervisor.stopAllProcesses,
    group: supervisor.stopProcessGroup,
    process: supervisor.stopProcess,
    atOnce: STOPS_AT_ONCE,
  })
}

export const stop: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const names = wordsOf(argument)
    if (names.length > 0) await stopNames(ctl, names)
    else refuse(ctl, 'Error: stop requires a process name', help)
  },
}
