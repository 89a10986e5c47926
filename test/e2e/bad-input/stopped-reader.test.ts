import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import { writeConfig } from '../../support/daemon.js'
import { cpuTicks, isAlive, kill } from '../../support/processes.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { pause, waitFor } from '../../support/wait.js'
import { call } from '../../support/xmlrpc.js'
import { cpuShare } from './observe.js'

// Enough for every buffer to be full, short enough for a test; the same was seen over a minute by hand.
const CALLS = 40
/** With and without a reader in turn, because what else the machine does changes from one second to the next. */
const ROUNDS = 3
/** Twice as many in every round are below the twenty restarts that a program has in hand. */
const RESPAWNS = 3

/** The flood fills the daemon's stdout, which also repeats its log; the other program is killed again and again. */
const CONFIG = `[program:flood]
command=seq 1 1000000000
stdout_logfile=/dev/stdout
stdout_logfile_maxbytes=0
[program:other]
command=sh -c "echo $$ > %(here)s/other.pid; exec sleep 1000"
startsecs=0
autorestart=true
`

interface Speed {
  readonly callMs: number
  readonly respawnMs: number
}

test('while the reader of its stdout stands still, the daemon answers and respawns as fast as before', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const scratch = new Scratch()
  const file = writeConfig(scratch, CONFIG)
  const pipeline = `${executable('reeve', 'supervisord')} -n -c ${file} | exec sh -c 'echo $$ > reader.pid; exec cat > out'`
  const shell = spawn('sh', ['-c', pipeline], {
    cwd: scratch.path,
    env: { ...process.env, ...scratch.mark },
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const pid = (name: string) => (scratch.has(name) ? Number(scratch.read(name)) : 0)
    await waitFor(() => pid('main.pid') > 0 && pid('other.pid') > 0 && pid('reader.pid') > 0, {
      what: 'the daemon, the reader and the program',
    })
    const address = { socketPath: scratch.at('s.sock') }
    const ask = async (method: string, ...params: string[]) => {
      const outcome = await call(address, `supervisor.${method}`, params, { deadlineMs: 10_000 })
      assert.ok('value' in outcome, JSON.stringify(outcome))
      return outcome.value
    }
    const flood = (await ask('getProcessInfo', 'flood')) as { pid: number }

    const measure = async (): Promise<Speed> => ({
      callMs: await median(CALLS, async () => void (await ask('getState'))),
      respawnMs: await median(RESPAWNS, async () => {
        const old = pid('other.pid')
        kill(old, 'SIGKILL')
        await waitFor(() => pid('other.pid') > 0 && pid('other.pid') !== old && isAlive(pid('other.pid')), {
          what: 'the successor',
          deadlineMs: 10_000,
          everyMs: 1,
        })
      }),
    })
    const hold = async (): Promise<number> => {
      kill(pid('reader.pid'), 'SIGSTOP')
      await waitFor(() => standsStill(flood.pid), { what: 'the flood to be held back', everyMs: 0 })
      return statSync(scratch.at('out')).size
    }
    const release = async (size: number): Promise<void> => {
      assert.equal(statSync(scratch.at('out')).size, size)
      kill(pid('reader.pid'), 'SIGCONT')
      await waitFor(() => statSync(scratch.at('out')).size > size + 1_000_000, { what: 'the flood to go on' })
    }
    const reading: Speed[] = []
    const stopped: Speed[] = []
    for (let round = 0; round < ROUNDS; round++) {
      reading.push(await measure())
      const size = await hold()
      stopped.push(await measure())
      await release(size)
    }
    const size = await hold()
    const idle = await cpuShare(pid('main.pid'))
    await release(size)

    const figures = `${JSON.stringify({ reading, stopped, idle })}`
    context.diagnostic(figures)
    // With the flood held back there is less to do; a daemon that waits for the reader never answers.
    assert.ok(least(stopped, 'callMs') < Math.max(2 * least(reading, 'callMs'), 20), figures)
    assert.ok(least(stopped, 'respawnMs') < Math.max(2 * least(reading, 'respawnMs'), 50), figures)
    assert.ok(idle < 0.03, figures)
  } finally {
    shell.unref()
    await scratch.remove()
  }
})

/** A busy machine may let a process that has work wait for a moment, but not for a second. */
async function standsStill(pid: number): Promise<boolean> {
  const before = cpuTicks(pid)
  await pause(1_000)
  return cpuTicks(pid) === before
}

/** A busy machine only adds. */
function least(speeds: readonly Speed[], of: keyof Speed): number {
  return Math.min(...speeds.map((speed) => speed[of]))
}

async function median(times: number, work: () => Promise<void>): Promise<number> {
  const took: number[] = []
  for (let index = 0; index < times; index++) {
    const begin = performance.now()
    await work()
    took.push(performance.now() - begin)
  }
  return took.sort((left, right) => left - right)[times >> 1] ?? Number.NaN
}
