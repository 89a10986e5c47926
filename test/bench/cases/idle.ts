// What an idle daemon costs: resident memory without and with 500 programs, and wake-ups.
//
// Memory is VmRSS summed over every process that the system keeps, so shared pages count in full.

import { freePort } from '../../support/address.js'
import type { Kind } from '../../support/systems.js'
import { pause } from '../../support/wait.js'
import { type BenchCase, PATIENCE_MS, type Size, withDaemon } from '../bench-case.js'
import { keptProcesses, residentMiB, supervisedPids, voluntarySwitches } from '../kept.js'

/** Lets the daemon come to rest with this many programs and both kinds of server, then measures. */
async function atRest<T>(
  kind: Kind,
  size: Size,
  programs: number,
  measure: (kept: number[]) => Promise<T>,
): Promise<T> {
  const config = `[inet_http_server]
port=127.0.0.1:${await freePort()}
[supervisord]
minfds=${programs * 5 + 1000}
${programs === 0 ? '' : `[program:p]\ncommand=sleep 100000\nstartsecs=0\nnumprocs=${programs}\nprocess_name=p_%(process_num)d`}`
  return withDaemon({ kind, config }, async (daemon) => {
    await daemon.log.waitFor(/success: p_\d+ entered RUNNING/, programs, PATIENCE_MS)
    const kept = keptProcesses(daemon, await supervisedPids(daemon))
    await pause(size === 'full' ? 10_000 : 500)
    return measure(kept)
  })
}

const programCount = (size: Size) => (size === 'full' ? 500 : 10)
const nodeMajor = Number(process.versions.node.split('.')[0])

export const MEMORY: BenchCase = {
  name: 'memory',
  pairs: 3,
  rows: [
    {
      figure: 'idle',
      title: 'resident (VmRSS), no programs',
      unit: 'MiB',
      target: { atMost: nodeMajor < 22 ? 60 : 72 },
    },
    { figure: 'more', title: 'more with 500 programs', unit: 'MiB', target: { atMost: 8 } },
  ],
  async measure(kind, size) {
    const idle = await atRest(kind, size, 0, async (kept) => residentMiB(kept))
    const loaded = await atRest(kind, size, programCount(size), async (kept) => residentMiB(kept))
    return { idle, more: loaded - idle }
  },
}

export const WAKEUPS: BenchCase = {
  name: 'wakeups',
  pairs: 1,
  rows: [{ figure: 'rate', title: 'wake-ups in 10 s, 500 idle programs', unit: '', target: { below: 1 } }],
  measure(kind, size) {
    const seconds = size === 'full' ? 20 : 2
    return atRest(kind, size, programCount(size), async (kept) => {
      const before = voluntarySwitches(kept)
      await pause(seconds * 1000)
      return { rate: ((voluntarySwitches(kept) - before) * 10) / seconds }
    })
  },
}
