// quickstart, quickstop, quickrestart: the commands of the Python package supervisor-quick. They ask without waiting,
// then look for at most three seconds whether it came so, and print the state that they saw last.

import { matchesWildcard, RemoteFault } from 'reeve/sdk/client'
import { type Ctl, type CtlCommand, ctlHooks, defineCtlPlugin } from 'reeve/sdk/ctl'

type Step = 'start' | 'stop'

const COMMANDS: Readonly<Record<string, readonly Step[]>> = {
  quickstart: ['start'],
  quickstop: ['stop'],
  quickrestart: ['stop', 'start'],
}
const WANTED: Readonly<Record<Step, string>> = { start: 'RUNNING', stop: 'STOPPED' }
const DEFAULT_LOOKS = 30
const BETWEEN_LOOKS_MS = 100

export default defineCtlPlugin({
  name: 'quick',
  apply(ctl, { values }) {
    const looks = Math.max(1, Math.trunc(Number(values.retries ?? DEFAULT_LOOKS)) || DEFAULT_LOOKS)
    ctlHooks(ctl).commands.tap('quick', (registry) => {
      for (const [name, steps] of Object.entries(COMMANDS)) {
        registry.add({ name, completes: 'processes', load: () => createCommand(name, steps, looks) })
      }
    })
  },
})

function createCommand(name: string, steps: readonly Step[], looks: number): CtlCommand {
  return {
    help: [
      `${name} <name> <pattern>\t${steps.map(inCapitals).join(', then ')} processes without waiting until it is done`,
      `${name} <gname>:\t\tDo it to every process of a group`,
      `${name} all\t\tDo it to every process`,
    ],
    async run(ctl, argument) {
      if (!(await ctl.checkServer())) return
      const names = await matching(ctl, argument)
      if (names.length === 0) ctl.output('No process matched given expression.')
      for (const step of steps) await Promise.all(names.map((one) => carryOut(ctl, step, one, looks)))
    },
  }
}

function inCapitals(step: Step): string {
  return step === 'start' ? 'Start' : 'Stop'
}

/** A pattern is of `group:name`; the short name of a process that is its own group matches too. */
async function matching(ctl: Ctl, argument: string): Promise<readonly string[]> {
  const words = argument.split(/\s+/).filter((word) => word !== '')
  const patterns = words.includes('all')
    ? ['*']
    : words.map((word) => (word.endsWith(':') ? `${word}*` : word))
  const infos = await ctl.client.supervisor.getAllProcessInfo()
  return infos
    .filter(({ group, name }) => {
      const names = group === name ? [`${group}:${name}`, name] : [`${group}:${name}`]
      return names.some((one) => patterns.some((pattern) => matchesWildcard(one, pattern)))
    })
    .map(({ group, name }) => `${group}:${name}`)
}

async function carryOut(ctl: Ctl, step: Step, name: string, looks: number): Promise<void> {
  const { startProcess, stopProcess, getProcessInfo } = ctl.client.supervisor
  try {
    await (step === 'start' ? startProcess(name, false) : stopProcess(name, false))
  } catch (error) {
    if (!(error instanceof RemoteFault)) throw error
    ctl.output(`${name} ERROR(${error.faultString.split(':')[0]})`)
    return
  }
  let state = ''
  for (let look = 0; look < looks; look++) {
    if (look > 0) await ctl.sleep(BETWEEN_LOOKS_MS)
    state = (await getProcessInfo(name)).statename
    if (state === WANTED[step]) break
  }
  ctl.output(`${name}: ${state}`)
}
