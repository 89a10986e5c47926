import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BenchCase, median } from './bench-case.js'
import { CASES } from './cases/index.js'
import { isReached, render, results } from './table.js'

test('a row is judged by the median of its pairs', () => {
  const benchCase: BenchCase = {
    name: 'one',
    pairs: 3,
    rows: [{ figure: 'x', title: 'an x', unit: 's', target: { ratioAtMost: 0.5 } }],
    measure: async () => ({}),
  }
  const pairs = [0.4, 0.5, 9].map((x) => ({ reference: { x: 1 }, ours: { x } }))
  const [result] = results(benchCase, pairs)
  assert.equal(result?.ratio, 0.5)
  assert.equal(result?.reached, true)
  assert.match(
    render(result === undefined ? [] : [result]),
    /\| one .*\| 1.00 s +\| 0.500 s \| 0.500 \| ratio <= 0.5 \| reached \|/,
  )
})

test('a figure that is missing never reaches its target', () => {
  for (const target of [{ ratioAtMost: 1 }, { ratioAtLeast: 1 }, { atMost: 1 }, { below: 1 }]) {
    assert.equal(isReached(target, Number.NaN, Number.NaN), false)
  }
  assert.ok(Number.isNaN(median([])))
})

test('cases have names of their own', () => {
  assert.equal(new Set(CASES.map((one) => one.name)).size, CASES.length)
})
