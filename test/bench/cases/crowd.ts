// Respawn while 1,000 clients hold the server: half-open, slow, and asking.

import { spawn } from 'node:child_process'
import { Lines } from '../../support/lines.js'
import { type BenchCase, withDaemon } from '../bench-case.js'
import { CROWD } from '../programs/index.js'
import { KILLS, respawnMs, STAMPED } from './respawn.js'

const CROWDS = { full: ['400', '400', '200'], quick: ['40', '40', '20'] }

// The reference serves no more connections than minfds leaves room for.
const ROOM = '[supervisord]\nminfds=4096\n'

export const CROWD_CASE: BenchCase = {
  name: 'crowd',
  pairs: 1,
  rows: [
    {
      figure: 'milliseconds',
      title: 'the same beside 1,000 slow and half-open clients',
      unit: 'ms',
      target: { below: 20 },
    },
  ],
  measure: (kind, size) =>
    withDaemon({ kind, config: `${ROOM}${STAMPED}` }, async ({ scratch }) => {
      const crowd = spawn(process.execPath, [CROWD, scratch.at('s.sock'), ...CROWDS[size]], {
        env: { ...process.env, ...scratch.mark },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      try {
        await new Lines(crowd.stdout).waitFor(/^here$/)
        const milliseconds = await respawnMs(scratch, KILLS[size])
        if (crowd.exitCode !== null) throw new Error('the crowd went away')
        return { milliseconds }
      } finally {
        crowd.kill('SIGKILL')
      }
    }),
}
