// supervisorctl status --json: for programs that read it. One call, so that it works with every server.

import { isStopped, type ProcessInfo, programOfInfo } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl } from 'reeve/sdk/ctl'
import { selectByName } from './select.js'

/** Exit statuses are those of `status`. */
export async function printStatusJson(ctl: Ctl, names: readonly string[]): Promise<void> {
  if (!(await ctl.checkServer())) {
    ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
    return
  }
  const infos = await ctl.client.supervisor.getAllProcessInfo()
  const { found, unknown } = selectByName<ProcessInfo>(infos, names)
  const records = [
    ...found.map(programOfInfo),
    ...unknown.map((namespec) => ({
      namespec,
      error: /:\*?$/.test(namespec) ? 'no such group' : 'no such process',
    })),
  ]
  ctl.output(JSON.stringify(records, null, 2))
  if (unknown.length > 0) ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
  if (found.some(({ statename }) => isStopped(statename))) ctl.fail(CTL_EXIT.STATUS_NOT_RUNNING)
}
