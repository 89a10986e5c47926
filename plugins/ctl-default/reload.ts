// supervisorctl reload (CTL-35): restarts the daemon itself.

import { unlessShuttingDown } from './faults.js'
import { isConfirmed, withoutArguments } from './usage.js'

const help = ['reload \t\tRestart the supervisord it talks to']

export const reload = withoutArguments('reload', help, async (ctl) => {
  if (!(await isConfirmed(ctl, 'Really restart the remote supervisord process y/N? '))) return
  const restarting = await unlessShuttingDown(ctl, 'ERROR: already shutting down', () =>
    ctl.client.supervisor.restart(),
  )
  if (restarting !== undefined) ctl.output('Restarted supervisord')
})
