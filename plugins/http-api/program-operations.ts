// Operations on single processes.

import type { GroupList, History, Program, ProgramList } from 'reeve/schemas/api-types'
import { Fault, groupsByName, isFault, type Process, processesByName, type Supervisor } from 'reeve/sdk'
import type { ApiCall } from './calls.js'
import type { Histories } from './history.js'
import type { DescribeProgram } from './program-record.js'
import { restartProcess, signalNumber, waitOption } from './requests-to-processes.js'

export function createProgramOperations(
  supervisor: Supervisor,
  describe: DescribeProgram,
  histories: Histories,
  revision: () => number,
) {
  const act =
    (request: (process: Process, body: ApiCall['body']) => void | Promise<void>) =>
    async ({ parameters, body }: ApiCall): Promise<Program> => {
      const process = oneProcess(supervisor, parameters.namespec ?? '')
      await request(process, body)
      return describe(process)
    }
  const envelope = () => ({ now: Math.trunc(supervisor.clock.now()), revision: revision() })

  return {
    listPrograms: (): ProgramList => ({
      ...envelope(),
      programs: processesByName(supervisor).map(describe),
    }),
    getProgram: ({ parameters }: ApiCall): Program =>
      describe(oneProcess(supervisor, parameters.namespec ?? '')),
    startProgram: act((process, body) => process.start(waitOption(body))),
    stopProgram: act((process, body) => process.stop(waitOption(body))),
    restartProgram: act((process, body) => restartProcess(process, waitOption(body))),
    signalProgram: act((process, body) => process.signal(signalNumber(supervisor, body.signal))),
    clearProgramLogs: act((process) => process.clearLogs()),
    writeProgramStdin: act((process, body) => {
      try {
        process.writeStdin(String(body.text))
      } catch (error) {
        // Elsewhere NO_FILE is a file that is not there.
        throw isFault(error) && error.faultName === 'NO_FILE'
          ? new Fault('NOT_RUNNING', `${process.namespec} has no stdin`)
          : error
      }
    }),
    getProgramHistory({ parameters }: ApiCall): History {
      const process = oneProcess(supervisor, parameters.namespec ?? '')
      return { namespec: process.namespec, entries: histories.of(process) }
    },
    listGroups: (): GroupList => ({
      ...envelope(),
      groups: groupsByName(supervisor).map((group) => {
        const processes = [...group.processes.values()]
        const states: Record<string, number> = {}
        for (const { state } of processes) states[state] = (states[state] ?? 0) + 1
        return {
          name: group.name,
          kind: group.config.kind,
          priority: group.config.priority,
          programs: processes.map(({ namespec }) => namespec),
          states,
        }
      }),
    }),
  }
}

/** A whole group is no process (BAD_NAME). */
export function oneProcess(supervisor: Supervisor, namespec: string): Process {
  const { process } = supervisor.resolve(namespec)
  if (process === null) throw new Fault('BAD_NAME', namespec)
  return process
}
