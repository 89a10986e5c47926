import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTIONS, INPUTS, TRANSITIONS } from '../../../core/process/transitions.js'
import { PROCESS_STATES, type ProcessState } from '../../../sdk/states.js'

const STATES = Object.keys(PROCESS_STATES) as ProcessState[]

test('the transition table is total: 8 states by 9 inputs, every cell a known state and action', () => {
  assert.equal(STATES.length, 8)
  assert.equal(INPUTS.length, 9)
  assert.deepEqual(Object.keys(TRANSITIONS), STATES)
  for (const state of STATES) {
    assert.deepEqual(Object.keys(TRANSITIONS[state]).sort(), [...INPUTS].sort())
    for (const input of INPUTS) {
      const { to, action } = TRANSITIONS[state][input]
      assert.ok(STATES.includes(to), `${state} x ${input}`)
      assert.ok(ACTIONS.includes(action), `${state} x ${input}`)
    }
  }
})

test('only an action that changes something leaves a state', () => {
  for (const state of STATES) {
    for (const input of INPUTS) {
      const { to, action } = TRANSITIONS[state][input]
      if (action === 'ignore' || action.startsWith('fail')) assert.equal(to, state, `${state} x ${input}`)
    }
  }
})

const EXPECTED: readonly (readonly [string, ProcessState, (typeof INPUTS)[number], ProcessState])[] = [
  ['LIFE-09', 'STOPPED', 'start', 'STARTING'],
  ['LIFE-10', 'STARTING', 'stayedUp', 'RUNNING'],
  ['LIFE-11', 'STARTING', 'spawnFailed', 'BACKOFF'],
  ['LIFE-11', 'STARTING', 'exitedEarly', 'BACKOFF'],
  ['LIFE-12', 'BACKOFF', 'timeout', 'STARTING'],
  ['LIFE-13', 'BACKOFF', 'giveUp', 'FATAL'],
  ['LIFE-14', 'RUNNING', 'exited', 'EXITED'],
  ['LIFE-15', 'EXITED', 'timeout', 'STARTING'],
  ['LIFE-16', 'STARTING', 'stop', 'STOPPING'],
  ['LIFE-16', 'RUNNING', 'stop', 'STOPPING'],
  ['LIFE-17', 'STOPPING', 'exited', 'STOPPED'],
  ['LIFE-18', 'STOPPING', 'timeout', 'STOPPING'],
  ['LIFE-19', 'BACKOFF', 'stop', 'STOPPED'],
  ['LIFE-21', 'EXITED', 'start', 'STARTING'],
  ['LIFE-21', 'FATAL', 'start', 'STARTING'],
  ['EDGE-47', 'RUNNING', 'signalError', 'RUNNING'],
]

for (const [id, from, input, to] of EXPECTED) {
  test(`${from} goes to ${to} on ${input} (${id})`, () => {
    assert.equal(TRANSITIONS[from][input].to, to)
  })
}
