// From kill -9 of a program until the first instruction of its successor. Both times are taken by bash, by one clock.

import { run } from '../../support/run.js'
import type { Scratch } from '../../support/scratch.js'
import { waitFor } from '../../support/wait.js'
import { type BenchCase, median, withDaemon } from '../bench-case.js'
import { benchProgram } from '../programs/index.js'

// Fewer than the restarts that a program has in hand before its pace is slowed.
export const KILLS = { full: 15, quick: 3 }

/** A program that writes down each of its starts. */
export const STAMPED = `[program:p]
command=${benchProgram('stamp.sh')} %(here)s/stamps
startsecs=0
autorestart=true
`

export const RESPAWN: BenchCase = {
  name: 'respawn',
  pairs: 1,
  rows: [
    {
      figure: 'milliseconds',
      title: 'kill -9 until the successor runs, median',
      unit: 'ms',
      target: { atMost: 5 },
    },
  ],
  measure: (kind, size) =>
    withDaemon({ kind, config: STAMPED }, async ({ scratch }) => ({
      milliseconds: await respawnMs(scratch, KILLS[size]),
    })),
}

/** The median of so many respawns of the program that `STAMPED` configures. */
export async function respawnMs(scratch: Scratch, kills: number): Promise<number> {
  const latencies: number[] = []
  for (let round = 1; round <= kills; round += 1) {
    const { pid } = await stamp(scratch, round)
    const struck = Number((await run(benchProgram('strike.sh'), [String(pid)])).stdout)
    latencies.push(((await stamp(scratch, round + 1)).time - struck) * 1000)
  }
  return median(latencies)
}

/** The n-th start of the program: its time in seconds and its pid. */
function stamp(scratch: Scratch, count: number): Promise<{ time: number; pid: number }> {
  return waitFor(
    () => {
      const stamps = scratch.has('stamps') ? scratch.read('stamps').split('\n') : []
      const [time, pid] = (stamps.length > count ? (stamps[count - 1] ?? '') : '').split(' ')
      return pid !== undefined && { time: Number(time), pid: Number(pid) }
    },
    { what: `start ${count} of the program` },
  )
}
