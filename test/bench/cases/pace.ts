// A program that always exits at once and is always restarted: how often, and what that costs.

import { pause } from '../../support/wait.js'
import { type BenchCase, withDaemon } from '../bench-case.js'
import { cpuSeconds } from '../kept.js'

export const PACE: BenchCase = {
  name: 'pace',
  pairs: 1,
  rows: [
    { figure: 'spawns', title: 'crash loop, spawns in 10 s', unit: '', target: { atMost: 30 } },
    { figure: 'percent', title: 'the same, processor', unit: '%', target: { below: 3 } },
  ],
  async measure(kind, size) {
    const seconds = size === 'full' ? 10 : 1
    const config =
      '[program:loop]\ncommand=/bin/true\nstartsecs=0\nautorestart=true\nautostart=false\nstdout_logfile=NONE\nstderr_logfile=NONE'
    return withDaemon({ kind, config }, async (daemon) => {
      const before = cpuSeconds([daemon.pid])
      const begun = performance.now()
      await daemon.ask('startProcess', 'loop', false)
      await pause(seconds * 1000)
      const elapsed = (performance.now() - begun) / 1000
      return {
        spawns: daemon.log.matching(/spawned: 'loop'/).length,
        percent: ((cpuSeconds([daemon.pid]) - before) / elapsed) * 100,
      }
    })
  },
}
