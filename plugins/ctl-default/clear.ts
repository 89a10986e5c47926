// supervisorctl clear (CTL-25). It knows processes and `all`, but no groups.

import type { CtlCommand } from 'reeve/sdk/ctl'
import { CLEARING, report, resultOf } from './results.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  "clear <name>\t\tEmpty a process' log files",
  "clear <name> <name>\tEmpty several process' log files",
  "clear all\t\tEmpty every process' log files",
]

export const clear: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const names = wordsOf(argument)
    const { supervisor } = ctl.client
    if (names.length === 0) refuse(ctl, 'Error: clear requires a process name', help)
    else if (names.includes('all')) {
      for (const result of await supervisor.clearAllProcessLogs()) report(ctl, CLEARING, result)
    } else {
      for (const name of names) {
        report(ctl, CLEARING, await resultOf(name, () => supervisor.clearProcessLogs(name)))
      }
    }
  },
}
