// mstatus, mstart, mstop, mrestart: the commands of the Python package supervisor-wildcards. Each does what its
// namesake does to every process whose name matches, to all of them at the same time.

import { makeNamespec, matchesWildcard, type ProcessInfo } from 'reeve/sdk/client'
import { type Ctl, type CtlCommand, ctlHooks, defineCtlPlugin, loadCommand } from 'reeve/sdk/ctl'

const COMMANDS = ['status', 'start', 'stop', 'restart']

/** How many processes are asked at the same time: well under the backlog of a server's socket. */
const AT_ONCE = 64

export default defineCtlPlugin({
  name: 'wildcards',
  apply(ctl, { values }) {
    const matchesGroup = Number(values.match_group ?? 0) !== 0
    ctlHooks(ctl).commands.tap('wildcards', (registry) => {
      for (const name of COMMANDS) {
        registry.add({
          name: `m${name}`,
          completes: 'processes',
          load: () => createCommand(name, matchesGroup),
        })
      }
    })
  },
})

function createCommand(name: string, matchesGroup: boolean): CtlCommand {
  return {
    help: [
      `m${name} <pattern> <pattern>\tDo what ${name} does to every process whose ${matchesGroup ? 'group:name' : 'name'} matches`,
      `m${name} all\t\tDo it to every process`,
      'In a pattern * is any text, ? one character, [ab] and [!ab] one of a set.',
    ],
    async run(ctl, argument) {
      if (!(await ctl.checkServer())) return
      const names = await matching(ctl, argument, matchesGroup)
      if (names.length === 0) ctl.output('No process matched given expression.')
      else if (name === 'status') await (await loadCommand(ctl, name)).run(ctl, names.join(' '))
      else await runEach(ctl, await loadCommand(ctl, name), names)
    },
  }
}

async function matching(ctl: Ctl, argument: string, matchesGroup: boolean): Promise<readonly string[]> {
  const words = argument.split(/\s+/).filter((word) => word !== '')
  const patterns = words.includes('all') ? ['*'] : words
  const textOf = ({ group, name }: ProcessInfo) => (matchesGroup ? `${group}:${name}` : name)
  const infos = await ctl.client.supervisor.getAllProcessInfo()
  return infos
    .filter((info) => patterns.some((pattern) => matchesWildcard(textOf(info), pattern)))
    .map(({ group, name }) => makeNamespec(group, name))
}

/** Lines appear as the processes are done. A failure is thrown when all the others are done too. */
async function runEach(ctl: Ctl, command: CtlCommand, names: readonly string[]): Promise<void> {
  const waiting = [...names]
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await command.run(ctl, name)
  }
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, names.length) }, work))
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}
