// The processes of the supervisor as a listener program sees them.

import type { Client } from '../../client/index.js'
import { makeNamespec } from '../../client/namespec.js'
import type { ProcessState } from '../../states.js'
import type { Environment } from './start.js'

export interface OtherProcess {
  /** `name`, or `group:name` when the group has another name. */
  readonly namespec: string
  readonly processName: string
  readonly groupName: string
  readonly state: ProcessState
  /** 0 where there is none. */
  readonly pid: number
  readonly uptimeSeconds: number
  /** Rejects with what keeps it from being started again. */
  restart(): Promise<void>
}

/** All but the listener itself, which would not live to see its own start. */
export async function otherProcesses(
  client: Client,
  environment: Environment,
): Promise<readonly OtherProcess[]> {
  const { SUPERVISOR_GROUP_NAME: ownGroup, SUPERVISOR_PROCESS_NAME: ownName } = environment
  const all = await client.supervisor.getAllProcessInfo()
  return all
    .filter(({ group, name }) => group !== ownGroup || name !== ownName)
    .map(({ group, name, statename, pid, start, now }) => ({
      namespec: makeNamespec(group, name),
      processName: name,
      groupName: group,
      state: statename,
      pid,
      uptimeSeconds: now - start,
      async restart() {
        const whole = `${group}:${name}`
        // It may have ended by itself; what is wrong otherwise, the start tells.
        await client.supervisor.stopProcess(whole).catch(() => undefined)
        await client.supervisor.startProcess(whole)
      },
    }))
}
