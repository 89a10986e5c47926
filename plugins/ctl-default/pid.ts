// supervisorctl pid (CTL-28).

import { FAULTS, RemoteFault } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'
import { wordsOf } from './usage.js'

async function showPid(ctl: Ctl, name: string): Promise<void> {
  try {
    const { pid } = await ctl.client.supervisor.getProcessInfo(name)
    ctl.output(String(pid))
    if (pid === 0) ctl.fail(CTL_EXIT.NOT_RUNNING)
  } catch (error) {
    if (!(error instanceof RemoteFault && error.faultCode === FAULTS.BAD_NAME)) throw error
    ctl.output(`No such process ${name}`)
    ctl.fail(CTL_EXIT.GENERIC)
  }
}

export const pid: CtlCommand = {
  help: [
    'pid\t\t\tShow the pid of supervisord',
    'pid <name>\t\tShow the pid of one process',
    'pid all\t\t\tShow the pid of every process, one a line',
  ],
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const names = wordsOf(argument)
    const { supervisor } = ctl.client
    if (names.length === 0) ctl.output(String(await supervisor.getPID()))
    else if (names.includes('all')) {
      for (const info of await supervisor.getAllProcessInfo()) ctl.output(String(info.pid))
    } else {
      for (const name of names) await showPid(ctl, name)
    }
  },
}
