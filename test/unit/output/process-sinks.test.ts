import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addProcessSinks } from '../../../core/output/process-sinks.js'
import type { ProcessConfig } from '../../../sdk/config.js'
import type { SupervisorEvent } from '../../../sdk/events.js'
import { createBench, createMemoryLog, createMemorySink, fakeConfig } from './capture-fixtures.js'

interface Setting {
  readonly config?: Partial<ProcessConfig>
  readonly stripAnsi?: boolean
  readonly isDebug?: boolean
  readonly isProtocol?: boolean
}

function open({ config = {}, stripAnsi = false, isDebug = false, isProtocol = false }: Setting) {
  const channel = createBench().channel()
  channel.assignPid(42)
  const file = createMemorySink()
  const log = createMemoryLog(isDebug)
  const events: SupervisorEvent[] = []
  addProcessSinks({
    channel,
    config: fakeConfig(config),
    file,
    stripAnsi,
    log,
    emit: (create) => void events.push(create()),
    isProtocol,
  })
  const write = (text: string | Buffer) => channel.write(Buffer.from(text))
  return {
    channel,
    file,
    log,
    write,
    events: () => events.map((event) => `${event.type} ${event.payload()}`),
  }
}

test('a program that asks for nothing has its file alone', () => {
  const { write, file, channel, events } = open({})
  write('\x1b[1mtext')
  assert.equal(file.text(), '\x1b[1mtext')
  assert.deepEqual(events(), [])
  assert.equal(channel.maxReadBytes, Number.POSITIVE_INFINITY)
})

test('each read makes a PROCESS_LOG event of at most 128 KiB (EVT-12, EVT-27)', () => {
  const { write, channel, events } = open({ config: { stdout_events_enabled: true } })
  write('a\n')
  write('b')
  assert.deepEqual(events(), [
    'PROCESS_LOG_STDOUT processname:web groupname:site pid:42 channel:stdout\na\n',
    'PROCESS_LOG_STDOUT processname:web groupname:site pid:42 channel:stdout\nb',
  ])
  assert.equal(channel.maxReadBytes, 131_072)
})

test('bytes that are no UTF-8 are shown as Python would (EVT-21)', () => {
  const { write, events } = open({ config: { stdout_events_enabled: true } })
  write(Buffer.from("it's caf\xe9\n\0", 'latin1'))
  assert.match(events()[0] ?? '', /\nUndecodable: b"it's caf\\xe9\\n\\x00"$/)
})

test('captured text makes a PROCESS_COMMUNICATION event and no PROCESS_LOG event (DIFF-47)', () => {
  const { write, file, events, log } = open({
    config: { stdout_events_enabled: true, stdout_capture_maxbytes: 10 },
    isDebug: true,
  })
  write(`text<!--XSUPERVISOR:BEGIN-->${'0123456789'.repeat(4)}<!--XSUPERVISOR:END-->`)
  write('after')
  assert.equal(file.text(), 'textafter')
  assert.deepEqual(events(), [
    'PROCESS_LOG_STDOUT processname:web groupname:site pid:42 channel:stdout\ntext',
    'PROCESS_COMMUNICATION_STDOUT processname:web groupname:site pid:42\n0123456789',
    'PROCESS_LOG_STDOUT processname:web groupname:site pid:42 channel:stdout\nafter',
  ])
  assert.ok(log.lines.includes("debug 'web' stdout emitted a comm event"))
})

test('escape sequences are gone from file, events and echo alike (LOG-25, LOG-27)', () => {
  const { write, file, events, log } = open({
    config: { stdout_events_enabled: true },
    stripAnsi: true,
    isDebug: true,
  })
  write('\x1b[1mbold\x1b[0m')
  assert.equal(file.text(), 'bold')
  assert.match(events()[0] ?? '', /\nbold$/)
  assert.deepEqual(log.lines, ["debug 'web' stdout output:\nbold"])
})

test('a channel with a protocol has its file, and an echo of the bytes (CFG-EVL-06, LOG-25)', () => {
  const { write, file, events, log } = open({
    config: { stdout_events_enabled: true, stdout_capture_maxbytes: 10 },
    isProtocol: true,
    isDebug: true,
  })
  write('READY\n')
  assert.equal(file.text(), 'READY\n')
  assert.deepEqual(events(), [])
  assert.deepEqual(log.lines, ["debug 'web' stdout output:\nb'READY\\n'"])
})
