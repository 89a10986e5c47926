// supervisorctl restart (CTL-23): a stop of all names, then a start of all names.

import type { CtlCommand } from 'reeve/sdk/ctl'
import { startNames } from './start.js'
import { stopNames } from './stop.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'restart <name>\t\tStop and start one process',
  'restart <gname>:*\tStop and start every process of a group',
  'restart <name> <name>\tStop and start several processes or groups',
  'restart all\t\tStop and start every process',
  'The configuration is not read again: reread and update do that.',
]

export const restart: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const names = wordsOf(argument)
    if (names.length === 0) {
      refuse(ctl, 'Error: restart requires a process name', help)
      return
    }
    await stopNames(ctl, names)
    await startNames(ctl, names)
  },
}
