// supervisorctl version (CTL-38).

import { withoutArguments } from './usage.js'

const help = ['version\t\t\tShow the version of the supervisord it talks to']

export const version = withoutArguments('version', help, async (ctl) => {
  if (await ctl.checkServer()) ctl.output(await ctl.client.supervisor.getSupervisorVersion())
})
