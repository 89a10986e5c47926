// 2,000 programs started and stopped, each with one call that waits for all.

import { type BenchCase, PATIENCE_MS, withDaemon } from '../bench-case.js'

export const MASS: BenchCase = {
  name: 'mass',
  pairs: 1,
  rows: [
    { figure: 'start', title: '2,000 programs started', unit: 's', target: { ratioAtMost: 0.1 } },
    { figure: 'stop', title: '2,000 programs stopped', unit: 's', target: { ratioAtMost: 0.1 } },
  ],
  async measure(kind, size) {
    const count = size === 'full' ? 2000 : 20
    const config = `[supervisord]
minfds=${count * 5 + 1000}
[program:p]
command=sleep 100000
autostart=false
startsecs=0
numprocs=${count}
process_name=p_%(process_num)d
stdout_logfile=NONE
stderr_logfile=NONE`
    return withDaemon({ kind, config, deadlineMs: PATIENCE_MS }, async (daemon) => {
      const timed = async (method: string) => {
        const begun = performance.now()
        const results = (await daemon.ask(method, 'p', true)) as readonly { status: number }[]
        const good = results.filter((result) => result.status === 80).length
        if (good !== count) throw new Error(`${method}: ${good} of ${count} succeeded`)
        return (performance.now() - begun) / 1000
      }
      return { start: await timed('startProcessGroup'), stop: await timed('stopProcessGroup') }
    })
  },
}
