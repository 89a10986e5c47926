// supervisorctl add (CTL-32): makes groups of the config as last read active.

import { FAULTS } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { isFaultCode, unlessShuttingDown } from './faults.js'
import { wordsOf } from './usage.js'

async function addGroup(ctl: Ctl, name: string): Promise<void> {
  try {
    const added = await unlessShuttingDown(ctl, 'ERROR: shutting down', () =>
      ctl.client.supervisor.addProcessGroup(name),
    )
    if (added !== undefined) ctl.output(`${name}: added process group`)
  } catch (error) {
    if (isFaultCode(error, FAULTS.ALREADY_ADDED)) ctl.output('ERROR: process group already active')
    else if (isFaultCode(error, FAULTS.BAD_NAME)) {
      ctl.output(`ERROR: no such process/group: ${name}`)
      ctl.fail(CTL_EXIT.GENERIC)
    } else throw error
  }
}

export const add: CtlCommand = {
  help: ['add <name> [...]\tMake processes or groups active as the configuration has them now'],
  async run(ctl, argument) {
    for (const name of wordsOf(argument)) await addGroup(ctl, name)
  },
}
