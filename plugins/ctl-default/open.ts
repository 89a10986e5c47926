// supervisorctl open (CTL-37): talk to another server from now on.

import type { CtlCommand } from 'reeve/sdk/ctl'
import { showStatus } from './status.js'
import { refuse } from './usage.js'

export const open: CtlCommand = {
  help: ['open <url>\tConnect to another supervisord', '\t\t(a unix socket is unix:///socket/path)'],
  // Differs from Supervisor: https too. Test: "supervisorctl reads tls_ca from its section, and open takes an https url"
  async run(ctl, argument) {
    if (!/^(unix|https?):/i.test(argument)) {
      refuse(ctl, 'ERROR: url must be http:// or unix://')
      return
    }
    ctl.connect(argument)
    const before = ctl.exitStatus
    await showStatus(ctl, [])
    ctl.fail(before)
  },
}
