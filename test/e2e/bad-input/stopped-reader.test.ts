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
import { untilIdle } from './observe.js'

// Enough for every buffer to be full, short enough for a test; the same was seen over a minute by hand.
const CALLS = 40
/** Twice this many are below the twenty restarts that a program has in hand. */
const RESPAWNS = 8

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
      const outcome = await call(address, `supervisor.${method}`, params)
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
          everyMs: 1,
        })
      }),
    })
    const reading = await measure()

    kill(pid('reader.pid'), 'SIGSTOP')
    await waitFor(() => standsStill(flood.pid), { what: 'the flood to be held back', everyMs: 0 })
    const size = statSync(scratch.at('out')).size
    const stopped = await measure()
    await untilIdle(pid('main.pid'))
    assert.equal(statSync(scratch.at('out')).size, size)

    const figures = `${JSON.stringify({ reading, stopped })}`
    context.diagnostic(figures)
    // With the flood held back there is less to do; a daemon that waits for the reader never answers. The seconds are
    // room for a busy machine.
    assert.ok(stopped.callMs < Math.max(2 * reading.callMs, 2_000), figures)
    assert.ok(stopped.respawnMs < Math.max(2 * reading.respawnMs, 5_000), figures)

    kill(pid('reader.pid'), 'SIGCONT')
    await waitFor(() => statSync(scratch.at('out')).size > size + 1_000_000, { what: 'the flood to go on' })
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

async function median(times: number, work: () => Promise<void>): Promise<number> {
  const took: number[] = []
  for (let index = 0; index < times; index++) {
    const begin = performance.now()
    await work()
    took.push(performance.now() - begin)
  }
  return took.sort((left, right) => left - right)[times >> 1] ?? Number.NaN
}
