// supervisorctl remove (CTL-33): takes stopped groups out of the active ones.

import { FAULTS } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { isFaultCode } from './faults.js'
import { wordsOf } from './usage.js'

async function removeGroup(ctl: Ctl, name: string): Promise<void> {
  try {
    await ctl.client.supervisor.removeProcessGroup(name)
    ctl.output(`${name}: removed process group`)
  } catch (error) {
    if (isFaultCode(error, FAULTS.STILL_RUNNING)) ctl.output(`ERROR: process/group still running: ${name}`)
    else if (isFaultCode(error, FAULTS.BAD_NAME)) ctl.output(`ERROR: no such process/group: ${name}`)
    else throw error
    ctl.fail(CTL_EXIT.GENERIC)
  }
}

export const remove: CtlCommand = {
  help: ['remove <name> [...]\tTake stopped processes or groups out of the active ones'],
  async run(ctl, argument) {
    for (const name of wordsOf(argument)) await removeGroup(ctl, name)
  },
}
