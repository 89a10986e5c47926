import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  LISTENER_INPUTS,
  LISTENER_STATES,
  LISTENER_TRANSITIONS,
  type ListenerState,
} from '../../../plugins/event-listener/transitions.js'

const STATES = Object.keys(LISTENER_STATES) as ListenerState[]

test('the listener table is total: each state knows each input', () => {
  assert.deepEqual(Object.keys(LISTENER_TRANSITIONS).sort(), [...STATES].sort())
  for (const state of STATES) {
    assert.deepEqual(Object.keys(LISTENER_TRANSITIONS[state]).sort(), [...LISTENER_INPUTS].sort(), state)
    for (const { to } of Object.values(LISTENER_TRANSITIONS[state])) assert.ok(to in LISTENER_STATES)
  }
})

test('UNKNOWN is left only by the end of the process (EVP-20)', () => {
  for (const input of LISTENER_INPUTS) {
    const { to, action } = LISTENER_TRANSITIONS.UNKNOWN[input]
    assert.equal(to, input === 'ended' ? 'ACKNOWLEDGED' : 'UNKNOWN')
    assert.equal(action, 'ignore')
  }
})

test('events are taken by a READY listener, and ahead by a BUSY one, whose answers finish them (EVP-17, EVP-18)', () => {
  for (const state of STATES) {
    for (const input of LISTENER_INPUTS) {
      const { to, action } = LISTENER_TRANSITIONS[state][input]
      const canTake = state === 'READY' || state === 'BUSY'
      assert.equal(action === 'take', canTake && input === 'delivered')
      assert.equal(action === 'finish', state === 'BUSY' && input === 'accepted')
      // Nothing is in flight in the other states.
      const mayOwe = state === 'BUSY' || state === 'ACKNOWLEDGED'
      const isLeft = mayOwe && (to !== state || input === 'ended')
      assert.equal(action === 'giveBack', isLeft && input !== 'ready' && input !== 'accepted')
    }
  }
})
