import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTimestamp, formatLine, LEVEL_NUMBERS, LEVEL_WORDS } from '../../../core/log/line-format.js'
import { LOG_LEVELS } from '../../../sdk/config.js'

test('a line is time, level word and text (LOG-01)', () => {
  const at = new Date(2026, 0, 31, 10, 20, 30, 123).getTime()
  assert.equal(
    formatLine(createTimestamp()(at), 'info', "spawned: 'web' with pid 7"),
    "2026-01-31 10:20:30,123 INFO spawned: 'web' with pid 7\n",
  )
})

test('a text of several lines is written as it is (LOG-03)', () => {
  assert.equal(formatLine('T', 'debug', 'one\ntwo'), 'T DEBG one\ntwo\n')
})

test('times follow the clock through seconds, back and forth', () => {
  const format = createTimestamp()
  const base = new Date(2026, 2, 9, 1, 2, 3, 0).getTime()
  const cases: readonly [at: number, text: string][] = [
    [base, '2026-03-09 01:02:03,000'],
    [base + 7, '2026-03-09 01:02:03,007'],
    [base + 999.9, '2026-03-09 01:02:03,999'],
    [base + 1_000, '2026-03-09 01:02:04,000'],
    [base - 1, '2026-03-09 01:02:02,999'],
  ]
  for (const [at, text] of cases) assert.equal(format(at), text)
})

test('every level has its number and its word (LOG-02)', () => {
  assert.deepEqual(Object.keys(LEVEL_NUMBERS), [...LOG_LEVELS])
  assert.deepEqual(Object.keys(LEVEL_WORDS), [...LOG_LEVELS])
  assert.deepEqual(Object.values(LEVEL_NUMBERS), [50, 40, 30, 20, 10, 5, 3])
  assert.deepEqual(Object.values(LEVEL_WORDS), ['CRIT', 'ERRO', 'WARN', 'INFO', 'DEBG', 'TRAC', 'BLAT'])
})
