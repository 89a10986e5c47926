// supervisorctl maintail (CTL-27): the daemon's own log.

import type { CtlCommand } from 'reeve/sdk/ctl'
import { followLog } from './follow.js'
import { bytesOf, printEnd } from './tail.js'
import { refuse, wordsOf } from './usage.js'

const help = [
  'maintail -f \tFollow the main log of supervisord (Ctrl-C ends it)',
  'maintail -100\tthe last 100 *bytes* of the main log of supervisord',
  'maintail\tthe last 1600 *bytes* of the main log of supervisord',
  '',
]

export const maintail: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const [modifier = '-1600', ...more] = wordsOf(argument)
    if (more.length > 0) return refuse(ctl, 'Error: too many arguments', help)
    const bytes = modifier.startsWith('-') ? bytesOf(modifier) : undefined
    if (bytes === undefined) return refuse(ctl, `Error: bad argument ${modifier}`)
    if (bytes === null) return followLog(ctl, (signal) => ctl.client.followMainLog({ signal }))
    await printEnd(ctl, 'supervisord', () => ctl.client.supervisor.readLog(-bytes, 0))
  },
}
