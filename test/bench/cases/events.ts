// Events to one listener: events a second, and the daemon's time for each.
//
// Daemon and listener take turns. On processors of their own each hand-over wakes an idle one, which takes this machine
// longer than all that the daemon does: a bare loop in C takes 16 to 25 us an event, at 13,000 to 19,000 a second. Where
// they share one, as on a machine that is busy, what is measured is the daemon.

import { execFileSync } from 'node:child_process'
import type { Kind } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { type BenchCase, type Figures, PATIENCE_MS, type Size, withDaemon } from '../bench-case.js'
import { cpuSeconds, keptProcesses, supervisedPids } from '../kept.js'
import { benchProgram, LISTEN } from '../programs/index.js'

// All wait in the buffer of the pool, so that the pool is never without one.
const COUNTS = { full: 10_000, quick: 2_000 }
const WARM_MS = { full: 4_000, quick: 0 }

/** Of Supervisor's own childutils. */
const CLASSIC = benchProgram('listen.py')

function eventCase(
  name: string,
  what: string,
  target: { readonly cpu: number; readonly rate: number },
  measure: BenchCase['measure'],
): BenchCase {
  return {
    name,
    pairs: 5,
    rows: [
      {
        figure: 'cpu',
        title: `${what}, processor time an event`,
        unit: 'us',
        target: { ratioAtMost: target.cpu },
      },
      { figure: 'rate', title: what, unit: '/s', target: { ratioAtLeast: target.rate } },
    ],
    measure,
  }
}

/** With the same listener on both sides. */
export const EVENTS = eventCase('events', 'events to one listener', { cpu: 0.35, rate: 2 }, (kind, size) =>
  events(kind, size, CLASSIC),
)

/** The same on one processor for the daemon and all its programs. */
export const EVENTS_SHARED = eventCase(
  'events-shared',
  'events to one listener on the same processor',
  { cpu: 0.35, rate: 2 },
  (kind, size) => events(kind, size, CLASSIC, share),
)

function share(pid: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '0', String(pid)], { stdio: 'ignore' })
}

/** Each with the listener that its users write. */
export const EVENTS_SDK = eventCase(
  'events-sdk',
  'events to a listener of childutils or the SDK',
  { cpu: 0.3, rate: 3 },
  (kind, size) => events(kind, size, kind === 'supervisor' ? CLASSIC : `${process.execPath} ${LISTEN}`),
)

async function events(
  kind: Kind,
  size: Size,
  listener: string,
  prepare: (pid: number) => void = () => {},
): Promise<Figures> {
  const count = COUNTS[size]
  const config = `[program:talker]
command=${benchProgram('talk.py')} ${count} %(here)s/go
stdout_capture_maxbytes=1KB
stdout_logfile=NONE
[eventlistener:pool]
command=${listener} %(here)s/times ${count}
events=PROCESS_COMMUNICATION
buffer_size=${count + 10}
stderr_logfile=NONE`
  return withDaemon({ kind, config }, async (daemon) => {
    await daemon.log.waitFor(/success: (talker|pool) entered RUNNING/, 2)
    const supervised = await supervisedPids(daemon)
    const kept = keptProcesses(daemon, supervised)
    for (const pid of [...kept, ...supervised]) prepare(pid)
    let batch = 0
    const send = async () => {
      batch += 1
      daemon.scratch.write(`go${batch}`, '')
      await waitFor(() => daemon.scratch.has(`times${batch}`), {
        what: 'the last event',
        deadlineMs: PATIENCE_MS,
        instead: () => daemon.log.text,
      })
    }
    // Warm first, as a daemon that has been up for a while is.
    const warmAt = Date.now() + WARM_MS[size]
    do await send()
    while (Date.now() < warmAt)
    const before = cpuSeconds(kept)
    await send()
    const cpu = cpuSeconds(kept) - before
    const [begun = 0, ended = 0] = daemon.scratch.read(`times${batch}`).split(' ').map(Number)
    return { cpu: (cpu / count) * 1e6, rate: count / (ended - begun) }
  })
}
