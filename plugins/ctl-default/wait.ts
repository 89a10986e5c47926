// supervisorctl wait: until processes are in a state, for scripts that deploy.

import { FAULTS, PROCESS_STATES, type ProgramState } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { isFaultCode } from './faults.js'
import { selectByName, unknownLine } from './select.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'wait <name>\t\tWait until a process is RUNNING',
  'wait <gname>:* <name>\tWait for every process of a group, for several, or for all',
  '  --for=STATE,STATE\tWait for one of these states (RUNNING unless given)',
  '  --timeout=SECONDS\tGive up after so long (never unless given)',
  'Exit statuses: 0 all are in the state; 1 time is up, or the server is gone; 2 wrong arguments;',
  '3 a process is FATAL and will not get there by itself; 4 no such process, or no server.',
]

/** How the original is asked: a deployment waits for it, and a look costs it a millisecond. */
const INTERVAL_MS = 250

interface Wish {
  readonly names: readonly string[]
  readonly states: ReadonlySet<string>
  readonly timeoutMs: number | null
}

export const wait: CtlCommand = {
  help,
  async run(ctl, argument) {
    const wish = readWish(wordsOf(argument))
    if (typeof wish === 'string') return refuse(ctl, `Error: ${wish}`, help, CTL_EXIT.INVALID_ARGUMENTS)
    if (!(await ctl.checkServer())) return ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
    await ctl.interruptible((signal) => waitFor(ctl, wish, signal))
  },
}

/** What is asked for, or what is wrong with it. */
function readWish(words: readonly string[]): Wish | string {
  const names: string[] = []
  let states: readonly string[] = ['RUNNING']
  let timeoutMs: number | null = null
  for (const word of words) {
    const [, option, value = ''] = /^--(for|timeout)=(.*)$/.exec(word) ?? []
    if (option === 'for') states = value.toUpperCase().split(',')
    else if (option === 'timeout') timeoutMs = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Number.NaN
    else names.push(word)
  }
  const unknown = states.find((state) => !Object.hasOwn(PROCESS_STATES, state))
  if (unknown !== undefined) return `there is no state ${unknown}: ${Object.keys(PROCESS_STATES).join(', ')}`
  if (Number.isNaN(timeoutMs)) return '--timeout is a number of seconds'
  const odd = names.find((name) => name.startsWith('--'))
  if (odd !== undefined) return `there is no option ${odd}`
  return names.length === 0 ? 'wait requires a process name' : { names, states: new Set(states), timeoutMs }
}

async function waitFor(ctl: Ctl, { names, states, timeoutMs }: Wish, signal: AbortSignal): Promise<void> {
  const limit = timeoutMs === null ? [] : [AbortSignal.timeout(timeoutMs)]
  const told = new Set<string>()
  let missing: readonly ProgramState[] = []
  try {
    const updates = ctl.client.watch({
      signal: AbortSignal.any([signal, ...limit]),
      intervalMs: INTERVAL_MS,
      reconnect: false,
    })
    for await (const { programs } of updates) {
      const { found, unknown } = selectByName([...programs.values()], names)
      if (unknown.length > 0) return refuseAll(ctl, unknown)
      for (const { namespec, state } of found) {
        if (!states.has(state) || told.has(namespec)) continue
        told.add(namespec)
        ctl.output(`${namespec}: ${state}`)
      }
      // All at the same moment: one that has left the state again is waited for again.
      missing = found.filter(({ state }) => !states.has(state))
      if (missing.length === 0) return
      const hopeless = missing.filter(({ state }) => state === 'FATAL')
      if (hopeless.length > 0) {
        for (const { namespec, description } of hopeless)
          ctl.output(`${namespec}: ERROR (FATAL: ${description})`)
        return ctl.fail(CTL_EXIT.STATUS_NOT_RUNNING)
      }
      for (const { namespec } of missing) told.delete(namespec)
    }
  } catch (error) {
    if (!isFaultCode(error, FAULTS.SHUTDOWN_STATE)) throw error
    ctl.output('ERROR: the server is shutting down')
    return ctl.fail(CTL_EXIT.GENERIC)
  }
  if (signal.aborted) ctl.output('')
  else tellLate(ctl, missing, Number(timeoutMs) / 1000)
  ctl.fail(CTL_EXIT.GENERIC)
}

/** Nothing is missing only as long as nothing was told: otherwise the waiting would be over. */
function tellLate(ctl: Ctl, missing: readonly ProgramState[], seconds: number): void {
  if (missing.length === 0) ctl.output(`ERROR: the server told of no process within ${seconds} s`)
  for (const { namespec, state } of missing) {
    ctl.output(`${namespec}: ERROR (still ${state} after ${seconds} s)`)
  }
}

function refuseAll(ctl: Ctl, unknown: readonly string[]): void {
  for (const name of unknown) ctl.output(unknownLine(name))
  ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
}
