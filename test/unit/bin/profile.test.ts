import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatProfile } from '../../../core/bin/profile.js'

const frame = (functionName: string, lineNumber = 0) => ({
  functionName,
  scriptId: '1',
  url: 'file:///app/main.js',
  lineNumber,
  columnNumber: 0,
})

const PROFILE = {
  nodes: [
    { id: 1, callFrame: { ...frame('(root)'), url: '' }, hitCount: 0, children: [2] },
    { id: 2, callFrame: frame('outer'), hitCount: 1, children: [3] },
    { id: 3, callFrame: frame('inner', 9), hitCount: 3 },
  ],
  startTime: 0,
  endTime: 4000,
  samples: [2, 3, 3, 3],
  timeDeltas: [1000, 1000, 1000, 1000],
}

test('a profile is a table by cumulative time, with callers where asked (CLI-SD-04)', () => {
  assert.deepEqual(formatProfile(PROFILE, ['cumulative', 'callers']).split('\n'), [
    '   samples   self ms  total ms  function',
    '         0       0.0       4.0  (root)  <- ',
    '         1       1.0       4.0  outer main.js:1  <- (root)',
    '         3       3.0       3.0  inner main.js:10  <- outer main.js:1',
    '',
  ])
})

test('a profile by calls begins with the function that ran most', () => {
  assert.match(formatProfile(PROFILE, ['calls']).split('\n')[1] ?? '', /inner main\.js:10$/)
})
