// supervisorctl avail (CTL-30): every process of the config as last read.

import { makeNamespec } from 'reeve/sdk/client'
import { pad } from './columns.js'
import { unlessShuttingDown } from './faults.js'
import { withoutArguments } from './usage.js'

const help = ['avail\t\t\tShow every configured process']

export const avail = withoutArguments('avail', help, async (ctl) => {
  const infos = await unlessShuttingDown(ctl, 'ERROR: supervisor shutting down', () =>
    ctl.client.supervisor.getAllConfigInfo(),
  )
  for (const info of infos ?? []) {
    const cells = [
      pad(makeNamespec(info.group, info.name), 32),
      pad(info.inuse ? 'in use' : 'avail', 9),
      pad(info.autostart ? 'auto' : 'manual', 9),
      `${info.group_prio}:${info.process_prio}`,
    ]
    ctl.output(cells.join(' '))
  }
})
