// supervisorctl status --json: for programs that read it. Asks the JSON API, which knows more, and where there is none
// (Supervisor) the RPC interface.

import type { ProgramList } from 'reeve/schemas/api-types'
import {
  ApiError,
  type Client,
  HttpStatusError,
  isStopped,
  type ProgramState,
  programOfInfo,
  programOfRecord,
} from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl } from 'reeve/sdk/ctl'
import { selectByName } from './select.js'

/** Exit statuses are those of `status`. */
export async function printStatusJson(ctl: Ctl, names: readonly string[]): Promise<void> {
  if (!(await ctl.checkServer())) {
    ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
    return
  }
  const { found, unknown } = selectByName<ProgramState>(await allPrograms(ctl.client), names)
  const records = [
    ...found,
    ...unknown.map((namespec) => ({
      namespec,
      error: /:\*?$/.test(namespec) ? 'no such group' : 'no such process',
    })),
  ]
  ctl.output(JSON.stringify(records, null, 2))
  if (unknown.length > 0) ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
  if (found.some(({ state }) => isStopped(state))) ctl.fail(CTL_EXIT.STATUS_NOT_RUNNING)
}

async function allPrograms(client: Client): Promise<readonly ProgramState[]> {
  try {
    const { programs } = await client.api<ProgramList>('GET', '/programs')
    return programs.map(programOfRecord)
  } catch (error) {
    if (!(error instanceof HttpStatusError || error instanceof ApiError)) throw error
    return (await client.supervisor.getAllProcessInfo()).map(programOfInfo)
  }
}
