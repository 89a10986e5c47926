// Groups: DIFF-30 and DIFF-31.

import { ctl, scenario } from '../stage.js'

export const GROUPS = [
  scenario('DIFF-30', 'the members of a group start in an order', async (stage) => {
    const daemon = await stage.daemon(`[group:x]
programs=late,early
[program:late]
command=sleep 1000
priority=900
[program:early]
command=sleep 1000
priority=1`)
    const spawned = () => daemon.written.flatMap((line) => /spawned: '(\w+)'/.exec(line)?.[1] ?? [])
    for (const name of ['x:late', 'x:early']) await daemon.until(name, 'RUNNING')
    stage.note('autostart', spawned())
    await daemon.ask('stopProcessGroup', 'x')
    const started = await ctl(daemon, 'start', 'x:*')
    stage.note('start x:*', { ...started, output: started.output.sort() })
    stage.note('order', spawned().slice(2))
    stage.note('avail', await ctl(daemon, 'avail'))
  }),

  scenario('DIFF-31', 'a group hides a program of the same name', async (stage) => {
    const daemon = await stage.daemon(`[group:a]
programs=b
[program:a]
command=sleep 1000
[program:b]
command=sleep 1000`)
    await daemon.until('a:b', 'RUNNING')
    stage.note('status', await ctl(daemon, 'status'))
    stage.note('the program', await daemon.call('getProcessInfo', 'a'))
    stage.note('in the group', await daemon.call('getProcessInfo', 'a:a'))
  }),
]
