// 2,000 programs, each a section of its own: started by one call, stopped by one call, and stopped by a shutdown.
//
// A call that stops 2,000 processes is bound by the kernel: killing and reaping them takes 0.13 to 0.2 s whoever asks
// (measured with a loop of kill and wait in Python), against 0.65 s of Supervisor's call. So that row binds nothing;
// what operators wait for is the shutdown, which Supervisor walks through group by group.

import { waitFor } from '../../support/wait.js'
import { type BenchCase, PATIENCE_MS, withDaemon } from '../bench-case.js'

function sections(count: number): string {
  const section = (number: number) => `[program:p${number}]
command=sleep 100000
autostart=false
startsecs=0
stdout_logfile=NONE
stderr_logfile=NONE`
  return Array.from({ length: count }, (_, number) => section(number)).join('\n')
}

export const MASS: BenchCase = {
  name: 'mass',
  pairs: 3,
  rows: [
    { figure: 'start', title: '2,000 programs started', unit: 's', target: { ratioAtMost: 0.1 } },
    {
      figure: 'stop',
      title: '2,000 programs stopped by a shutdown',
      unit: 's',
      target: { ratioAtMost: 0.1 },
    },
    { figure: 'call', title: '2,000 programs stopped by one call', unit: 's', target: { shown: true } },
  ],
  async measure(kind, size) {
    const count = size === 'full' ? 2000 : 20
    const config = `[supervisord]\nminfds=${count * 5 + 1000}\n${sections(count)}`
    // With its log in a file alone, as a daemon in the background: whoever reads it from a pipe is woken for each of
    // 4,000 lines, and takes the processor from the programs that start.
    const options = { kind, config, args: ['--silent'], unready: true, deadlineMs: PATIENCE_MS }
    return withDaemon(options, async (daemon) => {
      await waitFor(() => daemon.written.some((line) => line.includes('supervisord started with pid')), {
        what: 'the daemon to run',
        deadlineMs: PATIENCE_MS,
      })
      const timed = async (work: Promise<unknown>) => {
        const begun = performance.now()
        await work
        return (performance.now() - begun) / 1000
      }
      const all = async (method: string) => {
        const results = (await daemon.ask(method, true)) as readonly { status: number }[]
        const good = results.filter((result) => result.status === 80).length
        if (good !== count) throw new Error(`${method}: ${good} of ${count} succeeded`)
      }
      const start = await timed(all('startAllProcesses'))
      const call = await timed(all('stopAllProcesses'))
      await all('startAllProcesses')
      daemon.signal('SIGTERM')
      const stop = await timed(daemon.exit())
      return { start, stop, call }
    })
  },
}
