// supervisorctl reread (CTL-31): what an update would do.

import { FAULTS } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl } from 'reeve/sdk/ctl'
import { isFaultCode, unlessShuttingDown } from './faults.js'
import { withoutArguments } from './usage.js'

const help = ['reread \t\t\tRead the configuration again without adding or removing anything']

export const reread = withoutArguments('reread', help, async (ctl) => {
  try {
    await showChanges(ctl)
  } catch (error) {
    if (!isFaultCode(error, FAULTS.CANT_REREAD)) throw error
    ctl.output(`ERROR: ${error.faultString}`)
    ctl.fail(CTL_EXIT.GENERIC)
  }
})

async function showChanges(ctl: Ctl): Promise<void> {
  const changes = await unlessShuttingDown(ctl, 'ERROR: supervisor shutting down', () =>
    ctl.client.supervisor.reloadConfig(),
  )
  if (changes === undefined) return
  const words = new Map<string, string>()
  for (const name of changes.added) words.set(name, 'available')
  for (const name of changes.changed) words.set(name, 'changed')
  for (const name of changes.removed) words.set(name, 'disappeared')
  if (words.size === 0) ctl.output('No config updates to processes')
  for (const name of [...words.keys()].sort()) ctl.output(`${name}: ${words.get(name)}`)
}
