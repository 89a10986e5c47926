// supervisorctl shutdown (CTL-36). A daemon that is already leaving is no failure.

import { ConnectionError, FAULTS } from 'reeve/sdk/client'
import { CTL_EXIT } from 'reeve/sdk/ctl'
import { isFaultCode } from './faults.js'
import { isConfirmed, withoutArguments } from './usage.js'

const help = ['shutdown \tShut down the supervisord it talks to']

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused connection',
  ENOENT: 'no such file',
}

export const shutdown = withoutArguments('shutdown', help, async (ctl) => {
  if (!(await isConfirmed(ctl, 'Really shut the remote supervisord process down y/N? '))) return
  try {
    await ctl.client.supervisor.shutdown()
    ctl.output('Shut down')
  } catch (error) {
    if (isFaultCode(error, FAULTS.SHUTDOWN_STATE)) {
      ctl.output('ERROR: already shutting down')
      return
    }
    const reason = error instanceof ConnectionError ? UNREACHABLE[error.errno] : undefined
    if (reason === undefined) throw error
    ctl.output(`ERROR: ${ctl.serverurl} ${reason} (already shut down?)`)
    ctl.fail(CTL_EXIT.GENERIC)
  }
})
