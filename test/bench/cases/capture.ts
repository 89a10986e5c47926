// A program writes as fast as it can into a rotating log: bytes a second, and the daemon's time a gigabyte.

import { spawn } from 'node:child_process'
import { Lines } from '../../support/lines.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import type { Kind } from '../../support/systems.js'
import {
  type BenchCase,
  type Figures,
  PATIENCE_MS,
  type Size,
  type Target,
  withDaemon,
} from '../bench-case.js'
import { cpuSeconds, keptProcesses, supervisedPids } from '../kept.js'
import { benchProgram } from '../programs/index.js'

const MIB = 1024 * 1024

interface Pour {
  readonly block: number
  readonly mebibytes: Readonly<Record<Size, number>>
}

async function pour(kind: Kind, size: Size, { block, mebibytes }: Pour, asNobody = false): Promise<Figures> {
  const bytes = mebibytes[size] * MIB
  const config = `[program:p]
command=${benchProgram('pour.sh')} %(here)s/times ${block} ${bytes / block}
autostart=false
autorestart=false
startsecs=0
stdout_logfile=%(here)s/p.out
stdout_logfile_maxbytes=16MB
stdout_logfile_backups=2`
  return withDaemon({ kind, config, ...(asNobody ? { user: NOBODY } : {}) }, async (daemon) => {
    const kept = keptProcesses(daemon, await supervisedPids(daemon))
    const before = cpuSeconds(kept)
    await daemon.ask('startProcess', 'p', false)
    await daemon.log.waitFor(/exited: p /, 1, PATIENCE_MS)
    const cpu = cpuSeconds(kept) - before
    const [begun = 0, ended = 0] = daemon.scratch.read('times').split(' ').map(Number)
    return { rate: bytes / 1e6 / (ended - begun), cpu: cpu / (bytes / 1e9) }
  })
}

function rows(what: string, rate: Target, cpu: Target): BenchCase['rows'] {
  return [
    { figure: 'rate', title: `${what}, rate`, unit: 'MB/s', target: rate },
    { figure: 'cpu', title: `${what}, processor time`, unit: 's/GB', target: cpu },
  ]
}

const BLOCKS: Pour = { block: 64 * 1024, mebibytes: { full: 256, quick: 8 } }
const WORDS: Pour = { block: 64, mebibytes: { full: 256, quick: 1 } }

export const CAPTURE_BLOCKS: BenchCase = {
  name: 'capture-64k',
  pairs: 5,
  rows: rows('256 MiB in 64 KiB writes', { ratioAtLeast: 0.9 }, { ratioAtMost: 0.9 }),
  measure: (kind, size) => pour(kind, size, BLOCKS),
}

export const CAPTURE_WORDS: BenchCase = {
  name: 'capture-64',
  pairs: 3,
  rows: rows('256 MiB in 64-byte writes', { ratioAtLeast: 1 }, { ratioAtMost: 0.3 }),
  measure: (kind, size) => pour(kind, size, WORDS),
}

/** The kernel refuses to enlarge pipes of a user who has nearly used up the allowance. */
export const CAPTURE_REFUSED: BenchCase = {
  name: 'capture-64-small-pipes',
  pairs: 3,
  rows: rows('the same, pipe growth refused', { ratioAtLeast: 0.7 }, { shown: true }),
  async measure(kind, size) {
    const scratch = new Scratch()
    const isRoot = process.getuid?.() === 0
    const holder = spawn(benchProgram('hold-pipes.py'), ['100'], {
      env: { ...process.env, ...scratch.mark },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(isRoot ? NOBODY : {}),
    })
    try {
      await new Lines(holder.stdout).waitFor(/^held$/)
      return await pour(kind, size, WORDS, isRoot)
    } finally {
      holder.kill('SIGKILL')
      await scratch.remove()
    }
  },
}
