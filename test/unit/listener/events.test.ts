import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ConcreteEventType,
  type EventFields,
  isEvent,
  type ListenerEvent,
  listen,
} from '../../../sdk/listener/index.js'
import { createFakeSupervisor, eventText } from '../../../sdk/listener/testing/index.js'

const WEB = { processName: 'web', groupName: 'web', namespec: 'web' }
const WORKER = 'processname:worker groupname:jobs'
const OF_JOBS = { processName: 'worker', groupName: 'jobs', namespec: 'jobs:worker' }

/** The payload of each type as Supervisor writes it, and what a listener reads from it. */
const EVENTS: { readonly [Type in ConcreteEventType]: readonly [payload: string, fields: object] } = {
  PROCESS_STATE_STARTING: [
    `${WORKER} from_state:BACKOFF tries:2`,
    { ...OF_JOBS, fromState: 'BACKOFF', tries: 2 },
  ],
  PROCESS_STATE_RUNNING: [
    `${WORKER} from_state:STARTING pid:77`,
    { ...OF_JOBS, fromState: 'STARTING', pid: 77 },
  ],
  PROCESS_STATE_BACKOFF: [
    `${WORKER} from_state:STARTING tries:1`,
    { ...OF_JOBS, fromState: 'STARTING', tries: 1 },
  ],
  PROCESS_STATE_STOPPING: [
    `${WORKER} from_state:RUNNING pid:77`,
    { ...OF_JOBS, fromState: 'RUNNING', pid: 77 },
  ],
  PROCESS_STATE_EXITED: [
    `${WORKER} from_state:RUNNING expected:0 pid:77`,
    { ...OF_JOBS, fromState: 'RUNNING', pid: 77, expected: false },
  ],
  PROCESS_STATE_STOPPED: [`${WORKER} from_state:BACKOFF pid:0`, { ...OF_JOBS, fromState: 'BACKOFF', pid: 0 }],
  PROCESS_STATE_FATAL: [`${WORKER} from_state:BACKOFF`, { ...OF_JOBS, fromState: 'BACKOFF' }],
  PROCESS_STATE_UNKNOWN: [`${WORKER} from_state:STOPPING`, { ...OF_JOBS, fromState: 'STOPPING' }],
  PROCESS_LOG_STDOUT: [
    'processname:web groupname:web pid:9 channel:stdout\ncafé 😀\nmore: a:b',
    { ...WEB, pid: 9, channel: 'stdout', data: 'café 😀\nmore: a:b' },
  ],
  PROCESS_LOG_STDERR: [
    'processname:my web groupname:web pid:9 channel:stderr\n',
    { ...WEB, processName: 'my web', namespec: 'web:my web', pid: 9, channel: 'stderr', data: '' },
  ],
  PROCESS_COMMUNICATION_STDOUT: [
    'processname:web groupname:web pid:9\na message',
    { ...WEB, pid: 9, channel: 'stdout', data: 'a message' },
  ],
  PROCESS_COMMUNICATION_STDERR: [
    'processname:web groupname:web pid:9\n\n',
    { ...WEB, pid: 9, channel: 'stderr', data: '\n' },
  ],
  REMOTE_COMMUNICATION: ['type:a type: of mine\nß\n', { messageType: 'a type: of mine', data: 'ß\n' }],
  SUPERVISOR_STATE_CHANGE_RUNNING: ['', {}],
  SUPERVISOR_STATE_CHANGE_STOPPING: ['', {}],
  TICK_5: ['when:1700000005', { when: 1_700_000_005 }],
  TICK_60: ['when:1700000040', { when: 1_700_000_040 }],
  TICK_3600: ['when:1699999200', { when: 1_699_999_200 }],
  PROCESS_GROUP_ADDED: ['groupname:jobs\n', { groupName: 'jobs' }],
  PROCESS_GROUP_REMOVED: ['groupname:jobs\n', { groupName: 'jobs' }],
}

async function received(eventName: string, payload: string, lengthInBytes = false): Promise<ListenerEvent> {
  const supervisor = createFakeSupervisor({ lengthInBytes })
  const got: ListenerEvent[] = []
  const over = listen((event) => got.push(event), { connection: supervisor.connection, lengthInBytes })
  assert.equal(await supervisor.sendText(eventName, payload), 'OK')
  supervisor.end()
  await over
  const [event] = got
  assert.ok(event !== undefined && got.length === 1)
  return event
}

for (const [type, [payload, fields]] of Object.entries(EVENTS)) {
  test(`${type} has its fields (EVT-02..18)`, async () => {
    const event = await received(type, payload)
    assert.deepEqual({ ...event }, { type, payload, ...fields })
    assert.deepEqual(event.header, {
      version: '3.0',
      server: 'supervisor',
      serial: 0,
      pool: 'listener',
      poolSerial: 0,
      eventName: type,
    })
    assert.deepEqual({ ...(await received(type, payload, true)) }, { type, payload, ...fields })
  })
}

test('a type that a plugin registered has its name in the header and its text as payload', async () => {
  const event = await received('ACME_DEPLOYED', 'version:7\n')
  assert.equal(event.type, 'OTHER')
  assert.equal(event.header.eventName, 'ACME_DEPLOYED')
  assert.equal(event.payload, 'version:7\n')
  assert.equal((await received('toString', '')).type, 'OTHER')
})

test('a family narrows to what all its events have', async () => {
  const event = await received('PROCESS_STATE_FATAL', eventText('PROCESS_STATE_FATAL'))
  assert.ok(isEvent(event, 'PROCESS_STATE'))
  // Only state changes have it: the type checker is part of this test.
  assert.equal(event.fromState, 'BACKOFF')
  assert.ok(isEvent(event, 'PROCESS_STATE_FATAL'))
  assert.equal(isEvent(event, 'PROCESS_LOG'), false)
  const group = await received('PROCESS_GROUP_ADDED', eventText('PROCESS_GROUP_ADDED'))
  assert.equal(isEvent(group, 'PROCESS_GROUP'), true)
})

test('the union is told apart by its type', () => {
  const describe = (event: EventFields): string => {
    switch (event.type) {
      case 'TICK_5':
        return String(event.when)
      case 'PROCESS_STATE_EXITED':
        return String(event.expected)
      default:
        return event.type
    }
  }
  assert.equal(describe({ type: 'TICK_5', when: 5 }), '5')
})

test('a type that the double does not know is refused with how to send it', () => {
  assert.throws(() => eventText('ACME_FULL' as ConcreteEventType), /no event type ACME_FULL.*sendText/)
})
