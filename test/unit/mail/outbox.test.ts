import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFakeClock } from '../../../core/testing/index.js'
import { createOutbox, type Mail } from '../../../sdk/mail/index.js'

function create(limit = 3) {
  const clock = createFakeClock()
  const sent: string[] = []
  const lines: string[] = []
  const state = { isAway: false, isHanging: false }
  const mailer = {
    target: 'mail.example.com:25',
    async send({ subject }: Mail) {
      if (state.isHanging) await new Promise(() => {})
      if (state.isAway) throw new Error('mail.example.com:25: ECONNREFUSED')
      sent.push(subject)
      return subject === 'partly' ? ['gone@example.com'] : []
    },
  }
  const write = (level: string) => (text: string) => void lines.push(`${level} ${text}`)
  const log = { error: write('error'), warn: write('warn'), info: write('info') }
  const outbox = createOutbox({ mailer, name: '[crashmail]', clock, log, limit })
  const add = (...subjects: string[]) => {
    for (const subject of subjects) outbox.add({ subject, text: '' })
  }
  return { clock, sent, lines, state, outbox, add }
}

test('mails are sent at once, in order', async () => {
  const { clock, sent, lines, add } = create()
  add('one', 'two', 'partly')
  await clock.run(0)
  assert.deepEqual(sent, ['one', 'two', 'partly'])
  assert.deepEqual(lines, ['warn [crashmail]: mail.example.com:25 refused gone@example.com'])
  assert.equal(clock.pending(), 0)
})

test('while the server is away a few wait, the log says it once, and all go when it is back', async () => {
  const { clock, sent, lines, state, add } = create()
  state.isAway = true
  add('one')
  await clock.run(0)
  add('two', 'three', 'four')
  await clock.run(10 * 60_000)
  assert.deepEqual(sent, [])
  assert.deepEqual(lines, [
    'error [crashmail]: a mail could not be sent and is tried again: mail.example.com:25: ECONNREFUSED',
    'error [crashmail]: more than 3 mails wait, the oldest are being dropped',
  ])
  state.isAway = false
  await clock.run(15 * 60_000)
  assert.deepEqual(sent, ['two', 'three', 'four'])
  assert.equal(lines.at(-1), 'info [crashmail]: mail is sent again; 1 were dropped')
})

test('the end tries once more what waits, and does not wait for a server that hangs', async () => {
  const { clock, sent, lines, state, outbox, add } = create()
  state.isAway = true
  add('one')
  await clock.run(0)
  state.isAway = false
  await outbox.flush(3_000)
  assert.deepEqual(sent, ['one'])
  state.isHanging = true
  add('two')
  const flushed = outbox.flush(3_000)
  await clock.run(3_000)
  await flushed
  outbox.close()
  assert.equal(lines.at(-1), 'error [crashmail]: 1 mails were not sent')
  assert.equal(clock.pending(), 0)
})
