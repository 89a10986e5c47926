// XML-RPC calls over 8 keep-alive connections: calls a second, and the daemon's time for each.

import { run } from '../../support/run.js'
import type { Kind } from '../../support/systems.js'
import { type BenchCase, type Figures, PATIENCE_MS, type Size, withDaemon } from '../bench-case.js'
import { cpuSeconds, keptProcesses, supervisedPids } from '../kept.js'
import { LOAD } from '../programs/index.js'

const CONNECTIONS = 8

async function calls(kind: Kind, size: Size, method: string, programs: number): Promise<Figures> {
  const config =
    programs === 0
      ? ''
      : `[program:p]\ncommand=sleep 100000\nstartsecs=0\nnumprocs=${programs}\nprocess_name=p_%(process_num)d`
  return withDaemon({ kind, config }, async (daemon) => {
    await daemon.log.waitFor(/success: p_\d+ entered RUNNING/, programs)
    const kept = keptProcesses(daemon, await supervisedPids(daemon))
    const load = (seconds: number) =>
      run(
        process.execPath,
        [LOAD, daemon.scratch.at('s.sock'), method, String(CONNECTIONS), String(seconds)],
        {
          deadlineMs: PATIENCE_MS,
        },
      )
    // Warm first, as a daemon that has been up for a while is.
    await load(size === 'full' ? 4 : 0.2)
    const before = cpuSeconds(kept)
    const result = await load(size === 'full' ? 10 : 0.5)
    const cpu = cpuSeconds(kept) - before
    if (result.code !== 0) throw new Error(`the load failed: ${result.stderr}`)
    const { requests, seconds, busy } = JSON.parse(result.stdout) as Record<string, number>
    if (requests === undefined || seconds === undefined || busy === undefined) throw new Error(result.stdout)
    return { rate: requests / seconds, cpu: (cpu / requests) * 1e6, busy: busy * 100 }
  })
}

export const GET_STATE: BenchCase = {
  name: 'get-state',
  pairs: 3,
  rows: [
    { figure: 'cpu', title: 'getState, processor time a call', unit: 'us', target: { ratioAtMost: 0.65 } },
    { figure: 'rate', title: 'getState, calls a second', unit: '/s', target: { ratioAtLeast: 1.5 } },
    { figure: 'busy', title: 'its load generator busy', unit: '%', target: { below: 95 } },
  ],
  measure: (kind, size) => calls(kind, size, 'supervisor.getState', 0),
}

export const GET_ALL: BenchCase = {
  name: 'get-all',
  pairs: 3,
  rows: [
    {
      figure: 'cpu',
      title: 'getAllProcessInfo of 100, processor time a call',
      unit: 'us',
      target: { ratioAtMost: 0.12 },
    },
    { figure: 'busy', title: 'its load generator busy', unit: '%', target: { below: 95 } },
  ],
  measure: (kind, size) => calls(kind, size, 'supervisor.getAllProcessInfo', size === 'full' ? 100 : 5),
}
