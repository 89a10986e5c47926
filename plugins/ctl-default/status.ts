// supervisorctl status (CTL-20): one call, filtered here.

import { isStopped, makeNamespec, type ProcessInfo } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { nameWidthOf, pad, padState } from './columns.js'
import { processesNamed, unknownLine } from './select.js'
import { wordsOf } from './usage.js'

/** The only two options there are: everything else is a name, whatever it looks like. */
const OPTIONS: ReadonlySet<string> = new Set(['--json', '--watch'])

export async function showStatus(ctl: Ctl, names: readonly string[]): Promise<void> {
  if (!(await ctl.checkServer())) {
    ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
    return
  }
  const infos = await ctl.client.supervisor.getAllProcessInfo()
  const matching =
    names.length === 0 || names.includes('all') ? infos : names.flatMap((name) => infosOf(ctl, name, infos))
  const namespecs = matching.map((info) => makeNamespec(info.group, info.name))
  const width = nameWidthOf(namespecs)
  matching.forEach((info, index) => {
    ctl.output(pad(namespecs[index] ?? '', width) + padState(info.statename) + info.description)
  })
  if (matching.some((info) => isStopped(info.statename))) ctl.fail(CTL_EXIT.STATUS_NOT_RUNNING)
}

async function run(ctl: Ctl, argument: string): Promise<void> {
  const words = wordsOf(argument)
  const names = words.filter((word) => !OPTIONS.has(word))
  // What few ask for is loaded when they do.
  if (words.includes('--watch')) {
    if (words.includes('--json')) ctl.output('Error: status takes --json or --watch')
    else return (await import('./status-watch.js')).watchStatus(ctl, names)
    ctl.fail(CTL_EXIT.INVALID_ARGUMENTS)
    return
  }
  if (words.includes('--json')) return (await import('./status-json.js')).printStatusJson(ctl, names)
  return showStatus(ctl, names)
}

function infosOf(ctl: Ctl, namespec: string, infos: readonly ProcessInfo[]): readonly ProcessInfo[] {
  const found = processesNamed(infos, namespec)
  if (found.length === 0) {
    ctl.output(unknownLine(namespec))
    ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
  }
  return found
}

export const status: CtlCommand = {
  help: [
    'status <name>\t\tShow the state of one process',
    'status <gname>:*\tShow the state of every process of a group',
    'status <name> <name>\tShow the state of several processes or groups',
    'status\t\t\tShow the state of every process',
    'status --json <name>\tPrint an array of objects; a name that nothing has is one with an error',
    'status --watch <name>\tShow the states and each change of them, until Ctrl-C',
  ],
  run,
}
