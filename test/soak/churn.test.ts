import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Daemon, startDaemon } from '../support/daemon.js'
import { Scratch } from '../support/scratch.js'
import { skipUnless } from '../support/systems.js'
import { CHURN_CONFIG, writePart } from './churn-config.js'
import { LOAD, type Step } from './churn-load.js'
import { PHASE_MS, PHASES, SECONDS } from './duration.js'
import { assertNoGrowth, type Resting, rest } from './resting.js'

const skip = skipUnless('reeve')

/** Repeats a step until time is up, and returns how often that was. */
async function repeat(daemon: Daemon, step: Step, until: number): Promise<number> {
  let round = 0
  for (; performance.now() < until; round += 1) await step(daemon, round)
  return round
}

test(`a daemon under churn keeps nothing (${SECONDS} seconds)`, { skip }, async (context) => {
  const scratch = new Scratch()
  writePart(scratch, 0)
  const daemon = await startDaemon({ kind: 'reeve', config: CHURN_CONFIG, scratch })
  const rests: Resting[] = []
  try {
    for (let phase = 0; phase < PHASES; phase += 1) {
      const until = performance.now() + PHASE_MS
      const rounds = await Promise.all(LOAD.map((step) => repeat(daemon, step, until)))
      const resting = await rest(daemon, rests.at(-1))
      rests.push(resting)
      const mebibytes = [resting.residentBytes, resting.heapBytes].map((bytes) =>
        (bytes / 2 ** 20).toFixed(1),
      )
      context.diagnostic(
        `${rounds.map((count, index) => `${LOAD[index]?.name} ${count}`).join(', ')}; ` +
          `resident ${mebibytes[0]} MiB, heap ${mebibytes[1]} MiB, ${resting.descriptors} descriptors`,
      )
      await daemon.ask('startAllProcesses', false)
      daemon.signal('SIGHUP')
      await daemon.logged(/supervisord started with pid/, phase + 2)
    }
    assertNoGrowth(rests)
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})
