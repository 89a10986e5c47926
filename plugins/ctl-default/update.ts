// supervisorctl update (CTL-34): reads the config again and makes the running groups what it says.

import { FAULTS } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { unlessShuttingDown } from './faults.js'
import { wordsOf } from './usage.js'

export const update: CtlCommand = {
  help: [
    'update\t\t\tRead the configuration again, add and remove groups, restart changed ones',
    'update all\t\tThe same',
    'update <gname> [...]\tThe same for these groups',
  ],
  async run(ctl, argument) {
    const changes = await unlessShuttingDown(ctl, 'ERROR: already shutting down', () =>
      ctl.client.supervisor.reloadConfig(),
    )
    if (changes === undefined) return
    const words = wordsOf(argument)
    const wanted = new Set(words.includes('all') ? [] : words)
    await nameUnknown(ctl, wanted, changes.added)
    const isWanted = (group: string) => wanted.size === 0 || wanted.has(group)
    for (const group of changes.removed.filter(isWanted)) await removeGroup(ctl, group)
    for (const group of changes.changed.filter(isWanted)) await replaceGroup(ctl, group)
    for (const group of changes.added.filter(isWanted)) await addGroup(ctl, group)
  },
}

async function nameUnknown(ctl: Ctl, wanted: ReadonlySet<string>, added: readonly string[]): Promise<void> {
  if (wanted.size === 0) return
  const infos = await ctl.client.supervisor.getAllProcessInfo()
  const known = new Set([...infos.map((info) => info.group), ...added])
  for (const name of wanted) {
    if (known.has(name)) continue
    ctl.output(`ERROR: no such group: ${name}`)
    ctl.fail(CTL_EXIT.GENERIC)
  }
}

async function removeGroup(ctl: Ctl, group: string): Promise<void> {
  const { supervisor } = ctl.client
  const results = await supervisor.stopProcessGroup(group)
  ctl.output(`${group}: stopped`)
  if (results.some((result) => result.status === FAULTS.FAILED)) {
    ctl.output(`${group}: has problems; not removing`)
    ctl.fail(CTL_EXIT.GENERIC)
    return
  }
  await supervisor.removeProcessGroup(group)
  ctl.output(`${group}: removed process group`)
}

async function replaceGroup(ctl: Ctl, group: string): Promise<void> {
  const { supervisor } = ctl.client
  await supervisor.stopProcessGroup(group)
  ctl.output(`${group}: stopped`)
  await supervisor.removeProcessGroup(group)
  await supervisor.addProcessGroup(group)
  ctl.output(`${group}: updated process group`)
}

async function addGroup(ctl: Ctl, group: string): Promise<void> {
  await ctl.client.supervisor.addProcessGroup(group)
  ctl.output(`${group}: added process group`)
}
