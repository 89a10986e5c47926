// supervisorctl tail (CTL-26, 7.6).

import { FAULTS, RemoteFault } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { followLog } from './follow.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'tail [-f] <name> [stdout|stderr] (default stdout)',
  'Ex:',
  'tail -f <name>\t\tFollow the stdout log of a process',
  '\t\t\tCtrl-C ends it.',
  'tail -100 <name>\tthe last 100 *bytes* of its stdout log',
  'tail <name> stderr\tthe last 1600 *bytes* of its stderr log',
]

const DEFAULT_BYTES = 1600

/** What `-f` or `-N` asks for: null follows; undefined is neither. */
export function bytesOf(modifier: string): number | null | undefined {
  const what = modifier.slice(1)
  if (what === 'f') return null
  return /^[+-]?\d+$/.test(what) ? Number(what) : undefined
}

/** Prints the end of a log; `name` stands in the error line. */
export async function printEnd(ctl: Ctl, name: string, read: () => Promise<string>): Promise<void> {
  let text: string
  try {
    text = await read()
  } catch (error) {
    const reason = error instanceof RemoteFault ? REASONS[error.faultCode] : undefined
    if (reason === undefined) throw error
    ctl.output(`${name}: ERROR (${reason})`)
    ctl.fail(CTL_EXIT.GENERIC)
    return
  }
  ctl.output(text)
}

const REASONS: Readonly<Partial<Record<number, string>>> = {
  [FAULTS.NO_FILE]: 'no log file',
  [FAULTS.FAILED]: 'unknown error reading log',
  [FAULTS.BAD_NAME]: 'no such process name',
}

export const tail: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const words = wordsOf(argument)
    if (words.length < 1) return refuse(ctl, 'Error: too few arguments', help)
    if (words.length > 3) return refuse(ctl, 'Error: too many arguments', help)
    const modifier = words[0]?.startsWith('-') ? words.shift() : undefined
    const name = words[0]
    if (name === undefined) return refuse(ctl, 'Error: tail requires process name')
    const channel = words.length === 1 ? 'stdout' : (words.at(-1) ?? '').toLowerCase()
    if (channel !== 'stdout' && channel !== 'stderr') {
      return refuse(ctl, `Error: bad channel '${channel}'`)
    }
    const bytes = modifier === undefined ? DEFAULT_BYTES : bytesOf(modifier)
    if (bytes === undefined) return refuse(ctl, `Error: bad argument ${modifier}`)
    if (bytes === null) {
      return followLog(ctl, (signal) => ctl.client.followProcessLog(name, channel, { signal }))
    }
    const { supervisor } = ctl.client
    const read = channel === 'stdout' ? supervisor.readProcessStdoutLog : supervisor.readProcessStderrLog
    await printEnd(ctl, name, () => read(name, -bytes, 0))
  },
}
