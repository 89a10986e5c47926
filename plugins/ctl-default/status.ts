// supervisorctl status (CTL-20): one call, filtered here.

import { isStopped, makeNamespec, type ProcessInfo, splitNamespec } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { pad, widthOf } from './columns.js'
import { wordsOf } from './usage.js'

const NAME_WIDTH = 30
const STATE_WIDTH = 10

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
  const width = Math.max(NAME_WIDTH, ...namespecs.map(widthOf)) + 3
  matching.forEach((info, index) => {
    ctl.output(pad(namespecs[index] ?? '', width) + pad(info.statename, STATE_WIDTH) + info.description)
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
  const { group, process } = splitNamespec(namespec)
  const found = infos.filter((info) => info.group === group && (process === null || info.name === process))
  if (found.length === 0) {
    ctl.output(process === null ? `${group}: ERROR (no such group)` : `${namespec}: ERROR (no such process)`)
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
