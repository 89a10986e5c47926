// Events to one listener that uses Supervisor's own childutils: events a second, and the daemon's time for each.

import { waitFor } from '../../support/wait.js'
import { type BenchCase, PATIENCE_MS, withDaemon } from '../bench-case.js'
import { cpuSeconds, keptProcesses, supervisedPids } from '../kept.js'
import { benchProgram } from '../programs/index.js'

// All wait in the buffer of the pool, so that the pool is never without one.
const COUNTS = { full: 10_000, quick: 2_000 }

export const EVENTS: BenchCase = {
  name: 'events',
  pairs: 3,
  rows: [
    {
      figure: 'cpu',
      title: 'events to one listener, processor time an event',
      unit: 'us',
      target: { ratioAtMost: 0.35 },
    },
    { figure: 'rate', title: 'events to one listener', unit: '/s', target: { ratioAtLeast: 2 } },
  ],
  async measure(kind, size) {
    const count = COUNTS[size]
    const config = `[program:talker]
command=${benchProgram('talk.py')} ${count} %(here)s/go1 %(here)s/go2
stdout_capture_maxbytes=1KB
stdout_logfile=NONE
[eventlistener:pool]
command=${benchProgram('listen.py')} %(here)s/times ${count}
events=PROCESS_COMMUNICATION
buffer_size=${count + 10}
stderr_logfile=NONE`
    return withDaemon({ kind, config }, async (daemon) => {
      await daemon.log.waitFor(/success: (talker|pool) entered RUNNING/, 2)
      const kept = keptProcesses(daemon, await supervisedPids(daemon))
      const send = async (batch: number) => {
        daemon.scratch.write(`go${batch}`, '')
        await waitFor(() => daemon.scratch.has(`times${batch}`), {
          what: 'the last event',
          deadlineMs: PATIENCE_MS,
          instead: () => daemon.log.text,
        })
      }
      // Warm first, as a daemon that has been up for a while is.
      await send(1)
      const before = cpuSeconds(kept)
      await send(2)
      const cpu = cpuSeconds(kept) - before
      const [begun = 0, ended = 0] = daemon.scratch.read('times2').split(' ').map(Number)
      return { cpu: (cpu / count) * 1e6, rate: count / (ended - begun) }
    })
  },
}
