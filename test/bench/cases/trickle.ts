// The processor time of capturing 20 programs that write 500 lines a second each.

import { pause } from '../../support/wait.js'
import { type BenchCase, withDaemon } from '../bench-case.js'
import { cpuSeconds, keptProcesses, supervisedPids } from '../kept.js'
import { benchProgram } from '../programs/index.js'

export const TRICKLE: BenchCase = {
  name: 'trickle',
  pairs: 1,
  rows: [
    {
      figure: 'percent',
      title: '20 programs x 500 lines/s, processor',
      unit: '%',
      target: { ratioAtMost: 0.12 },
    },
  ],
  async measure(kind, size) {
    const [count, seconds] = size === 'full' ? [20, 10] : [2, 1]
    const config = `[program:p]
command=${benchProgram('steady.py')} 500
startsecs=1
numprocs=${count}
process_name=p_%(process_num)d
stdout_logfile=%(here)s/%(process_num)d.out`
    return withDaemon({ kind, config }, async (daemon) => {
      await daemon.log.waitFor(/success: p_\d+ entered RUNNING/, count)
      const kept = keptProcesses(daemon, await supervisedPids(daemon))
      const before = cpuSeconds(kept)
      const begun = performance.now()
      await pause(seconds * 1000)
      const elapsed = (performance.now() - begun) / 1000
      return { percent: ((cpuSeconds(kept) - before) / elapsed) * 100 }
    })
  },
}
