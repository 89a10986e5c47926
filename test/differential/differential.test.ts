// Plays every scenario on the real Supervisor and on Reeve and compares the transcripts.
//
// REEVE_SCENARIO=DIFF-05,DIFF-06 plays only these. REEVE_DIFFERENTIAL=supervisor plays the reference on both sides, to
// show that a scenario is deterministic, REEVE_ROUNDS=5 plays each so often. REEVE_SHOW=1 prints the reference's
// transcripts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Kind, skipUnless } from '../support/systems.js'
import { AGREED, type AgreedEverywhere, EVERYWHERE } from './agreed/index.js'
import { differences, judge, withoutAdditions } from './compare.js'
import { SCENARIOS } from './scenarios/index.js'
import { type Note, type Scenario, Stage } from './stage.js'

const ours: Kind = process.env.REEVE_DIFFERENTIAL === 'supervisor' ? 'supervisor' : 'reeve'
const wanted = process.env.REEVE_SCENARIO?.split(',')
const rounds = Array.from({ length: Number(process.env.REEVE_ROUNDS ?? 1) }, (_, index) => index + 1)
const played = rounds.flatMap((round) =>
  SCENARIOS.filter((one) => wanted === undefined || wanted.includes(one.id)).map((scenario) => ({
    scenario,
    name: `${scenario.title} (${scenario.id}${round === 1 ? '' : `, round ${round}`})`,
  })),
)

// The agreements that some transcript needed.
const needed = new Set<AgreedEverywhere>()

async function transcript(scenario: Scenario, kind: Kind): Promise<readonly Note[]> {
  const stage = new Stage(kind, kind === 'supervisor' ? ours : 'supervisor')
  try {
    await scenario.play(stage)
    return stage.notes
  } catch (error) {
    throw new Error(`on ${kind}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    await stage.close()
  }
}

// Scenarios mostly wait, so several share the processors.
describe('compared with Supervisor', { concurrency: 5 }, () => {
  for (const { scenario, name } of played) {
    const skip = skipUnless('supervisor', ours, ...scenario.needs)
    test(name, { skip }, async (t) => {
      const results = await Promise.allSettled([
        transcript(scenario, 'supervisor'),
        transcript(scenario, ours),
      ])
      const [reference, mine] = results
      if (reference.status === 'rejected') throw reference.reason
      if (mine.status === 'rejected') throw mine.reason
      if (process.env.REEVE_SHOW === '1') {
        for (const note of reference.value) t.diagnostic(`${note.what}: ${JSON.stringify(note.value)}`)
      }
      const agreed = ours === 'reeve' ? AGREED.filter((one) => one.scenario === scenario.id) : []
      const reduced = withoutAdditions(mine.value, EVERYWHERE, (addition) => needed.add(addition))
      const problems = judge(differences(reference.value, reduced), agreed)
      assert.equal(problems.length, 0, problems.join('\n'))
    })
  }
})

test('all 50 scenarios of the specification are played, and no two have the same id', () => {
  const ids = SCENARIOS.map((one) => one.id)
  assert.equal(new Set(ids).size, ids.length)
  for (let number = 1; number <= 50; number += 1) {
    const id = `DIFF-${String(number).padStart(2, '0')}`
    assert.ok(
      ids.some((one) => one.startsWith(id)),
      id,
    )
  }
})

test('every agreed difference belongs to a scenario and names its reason', () => {
  const ids = new Set(SCENARIOS.map((one) => one.id))
  for (const one of AGREED) assert.ok(ids.has(one.scenario), one.scenario)
  for (const one of [...AGREED, ...EVERYWHERE]) assert.match(one.because, /^(EDGE|DOC|VER)-\d+|^design 10/)
  if (ours === 'reeve' && wanted === undefined && skipUnless('supervisor', 'reeve') === false) {
    for (const one of EVERYWHERE) assert.ok(needed.has(one), `agreed but does not occur: ${one.what}`)
  }
})
