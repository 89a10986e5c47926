// `supervisorctl status` with 20 programs, each system's against its own daemon.

import { type BenchCase, median, withDaemon } from '../bench-case.js'

export const STATUS: BenchCase = {
  name: 'status',
  pairs: 3,
  rows: [
    {
      figure: 'milliseconds',
      title: 'supervisorctl status, 20 programs',
      unit: 'ms',
      target: { ratioAtMost: 0.4 },
    },
  ],
  async measure(kind, size) {
    const config =
      '[program:p]\ncommand=sleep 100000\nstartsecs=0\nnumprocs=20\nprocess_name=p_%(process_num)d'
    return withDaemon({ kind, config }, async (daemon) => {
      await daemon.log.waitFor(/success: p_\d+ entered RUNNING/, 20)
      const times: number[] = []
      for (let round = 0; round < (size === 'full' ? 15 : 2); round += 1) {
        const begun = performance.now()
        const result = await daemon.control(['status'])
        times.push(performance.now() - begun)
        if (result.stdout.split('RUNNING').length !== 21) throw new Error(result.stdout)
      }
      return { milliseconds: median(times) }
    })
  },
}
