// From the exec of the daemon until 200 programs are RUNNING.

import type { BenchCase } from '../bench-case.js'
import { PATIENCE_MS, withDaemon } from '../bench-case.js'

export const BOOT: BenchCase = {
  name: 'boot',
  pairs: 5,
  rows: [
    {
      figure: 'seconds',
      title: 'exec until 200 programs are RUNNING',
      unit: 's',
      target: { ratioAtMost: 0.4 },
    },
  ],
  async measure(kind, size) {
    const count = size === 'full' ? 200 : 10
    const config = `[program:p]\ncommand=sleep 100000\nstartsecs=0\nnumprocs=${count}\nprocess_name=p_%(process_num)d`
    const begun = performance.now()
    return withDaemon({ kind, config, unready: true }, async (daemon) => {
      await daemon.log.waitFor(/success: p_\d+ entered RUNNING/, count, PATIENCE_MS)
      return { seconds: (performance.now() - begun) / 1000 }
    })
  },
}
