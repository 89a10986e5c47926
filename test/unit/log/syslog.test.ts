import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSyslog } from '../../../core/log/syslog.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import { createFakePosix } from '../../../core/testing/fake-posix.js'
import type { Logger } from '../../../sdk/logger.js'

function open() {
  const clock = createFakeClock(new Date(2026, 0, 5, 10, 20, 30, 123).getTime())
  const posix = createFakePosix({ clock })
  const told: string[] = []
  const tell = (text: string) => void told.push(text)
  const log: Logger = {
    critical: tell,
    error: tell,
    warn: tell,
    info: tell,
    debug: tell,
    trace: tell,
    blather: tell,
    enabled: () => true,
  }
  const syslog = createSyslog({ posix, clock })
  syslog.reportTo(log)
  return { clock, posix, told, syslog, taken: () => posix.syslog.take().toString().split('<14>').slice(1) }
}

test('a record has the priority user.info, a time, the tag supervisord and the text (LOG-06)', () => {
  const { posix, syslog, taken } = open()
  posix.syslog.readers = 1
  syslog.write('one line')
  syslog.write(Buffer.from('caf\xe9', 'latin1'))
  const bytes = posix.syslog.take()
  assert.equal(
    bytes.toString('latin1'),
    '<14>Jan  5 10:20:30 supervisord: one line<14>Jan  5 10:20:30 supervisord: caf\xe9',
  )
  syslog.write('x'.repeat(10_000))
  assert.deepEqual(
    taken().map((record) => record.length - 'Jan  5 10:20:30 supervisord: '.length),
    [8_192, 1_808],
  )
  syslog.close()
  assert.deepEqual(posix.openDescriptors(), [])
})

test('without a syslog daemon records are dropped, with one message', async () => {
  const { clock, posix, told, syslog, taken } = open()
  for (let number = 0; number < 100; number += 1) syslog.write(`lost ${number}`)
  assert.deepEqual(told, [
    "could not write to log '/dev/log': ECONNREFUSED; output is dropped until it can be written again",
  ])
  posix.syslog.readers = 1
  await clock.run(100)
  syslog.write('kept')
  await clock.run(2_000)
  assert.equal(taken().length, 1)
  assert.equal(told.length, 2)
  assert.match(told[1] ?? '', /^log '\/dev\/log' can be written again; \d+ bytes were lost$/)
  assert.ok(syslog.droppedBytes > 0)
  syslog.close()
  assert.deepEqual(posix.openWatches(), [])
})

test('a syslog daemon that was started anew gets the very next record', () => {
  const { posix, told, syslog, taken } = open()
  posix.syslog.readers = 1
  syslog.write('first')
  const [socket] = posix.openDescriptors()
  posix.syslog.readers = 0
  // The old connection refuses; the new one is taken.
  const write = posix.write
  posix.write = () => {
    posix.write = write
    posix.syslog.readers = 1
    return { errno: 'ECONNREFUSED' }
  }
  syslog.write('second')
  assert.equal(socket?.what, 'write end of a pipe')
  assert.deepEqual(
    taken().map((record) => record.split(': ')[1]),
    ['first', 'second'],
  )
  assert.deepEqual(told, [])
  assert.equal(posix.openDescriptors().length, 1)
  syslog.close()
})

test('while syslogd is full records wait in order up to a bound, then they are dropped and counted', async () => {
  const { clock, posix, told, syslog } = open()
  posix.syslog.readers = 1
  posix.syslog.capacity = 4_096
  const text = 'y'.repeat(1_000)
  let written = 0
  for (; syslog.droppedBytes === 0; written += 1) syslog.write(`${written + 1} ${text}`)
  assert.ok(syslog.heldBytes > 255_000 && syslog.heldBytes <= 262_144, String(syslog.heldBytes))
  assert.equal(told.length, 1)
  const numbers: number[] = []
  for (;;) {
    const bytes = posix.syslog.take()
    if (bytes.length === 0) break
    const records = bytes.toString().split('<14>').slice(1)
    numbers.push(...records.map((record) => Number(/: (\d+) /.exec(record)?.[1])))
    await clock.run(1)
  }
  assert.deepEqual(
    numbers,
    Array.from({ length: written - 1 }, (_, index) => index + 1),
  )
  assert.equal(syslog.heldBytes, 0)
  assert.deepEqual(posix.openWatches(), [])
  await clock.run(2_000)
  assert.match(told[1] ?? '', /can be written again; 10\d\d bytes were lost/)
  syslog.close()
})
