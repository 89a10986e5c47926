// [crashmail] and [fatalmail], with a sendmail that the test plays.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type FakeChild, type Harness } from 'reeve/testing'
import crashmail from '../../../plugins/crashmail/index.js'

const PROGRAMS = `[program:web]
command=/bin/cat
startsecs=1
startretries=0
[program:db]
command=/bin/cat
startretries=0
`

async function withMail(sections: string, act: (harness: Harness, mails: string[]) => Promise<void>) {
  const mails: string[] = []
  const onSpawn = (child: FakeChild) => {
    if (child.request.argv.at(-1) === 'true sendmail') {
      // Its input is written when it was spawned.
      queueMicrotask(() => {
        mails.push(child.readStdin())
        child.exit({ code: 0 })
      })
    } else if (child.request.argv.at(-1) === 'false sendmail') {
      child.write('stderr', 'no route')
      child.exit({ code: 75 })
    }
  }
  const harness = await createHarness(`[supervisord]\n${sections}\n${PROGRAMS}`, {
    plugins: [crashmail],
    onSpawn,
  })
  try {
    await act(harness, mails)
  } finally {
    await harness.stop()
  }
}

/** Lets it run until it is RUNNING, and then end; lets the mail be composed, which needs no time but some turns. */
async function crash(harness: Harness, name: string, code = 1): Promise<void> {
  await harness.advance(1_100)
  harness.child(name).exit({ code })
  await harness.advance(0)
}

async function turns(harness: Harness, isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2_000 && !isDone(); turn += 1) await harness.advance(0)
}

test('crashes of an interval are one mail; expected ends are none', () =>
  withMail(
    '[crashmail]\nto=ops@example.com\nfrom=me@example.com\nsendmail=true sendmail\ninterval=30\n',
    async (harness, mails) => {
      await crash(harness, 'web')
      await crash(harness, 'db', 0)
      await crash(harness, 'web', 2)
      await harness.advance(27_000)
      assert.equal(mails.length, 0)
      await harness.advance(3_000)
      await turns(harness, () => mails.length > 0)
      assert.equal(mails.length, 1)
      assert.match(mails[0] ?? '', /^To: ops@example.com$/m)
      assert.match(mails[0] ?? '', /^Subject: Crash alert from supervisord$/m)
      assert.equal(mails[0]?.match(/web:web crashed \(pid \d+\)/g)?.length, 2)
      assert.match(mails[0] ?? '', /^-- supervisor on /m)
      assert.doesNotMatch(mails[0] ?? '', /db:db/)
    },
  ))

test('interval=0 is a mail for each; programs= chooses', () =>
  withMail(
    '[crashmail:db]\nto=ops@example.com\nsendmail=true sendmail\ninterval=0\nprograms=db\n',
    async (harness, mails) => {
      await crash(harness, 'web')
      await crash(harness, 'db')
      await turns(harness, () => mails.length > 0)
      await crash(harness, 'db')
      await turns(harness, () => mails.length > 1)
      assert.equal(mails.length, 2)
      assert.ok(mails.every((mail) => mail.includes('db:db crashed')))
    },
  ))

test('a program that is given up is a matter of [fatalmail]', () =>
  withMail(
    '[fatalmail]\nto=ops@example.com\nsendmail=true sendmail\ninterval=0\nsubject=up on %(host_node_name)s\n',
    async (harness, mails) => {
      harness.child('web').exit({ code: 1 })
      await turns(harness, () => mails.length > 0)
      assert.equal(harness.process('web').state, 'FATAL')
      assert.match(mails[0] ?? '', /^Subject: up on host.example$/m)
      assert.match(mails[0] ?? '', /web:web could not be started and is given up/)
    },
  ))

test('a sendmail that fails is told once, and tried again', () =>
  withMail('[crashmail]\nto=ops@example.com\nsendmail=false sendmail\ninterval=0\n', async (harness) => {
    await crash(harness, 'web')
    await turns(harness, () => harness.log().some((line) => line.includes('could not be sent')))
    await crash(harness, 'db')
    await harness.advance(120_000)
    const told = harness.log().filter((line) => line.includes('[crashmail]'))
    assert.deepEqual(told, [
      'ERRO [crashmail]: a mail could not be sent and is tried again: false sendmail ended with 75: no route',
    ])
  }))

test('what waits goes out when the daemon ends', async () => {
  let sent: readonly string[] = []
  await withMail('[crashmail]\nto=ops@example.com\nsendmail=true sendmail\n', async (harness, mails) => {
    await crash(harness, 'web')
    sent = mails
    assert.equal(sent.length, 0)
  })
  assert.equal(sent.length, 1)
})

test('what is wrong in a section prevents the start, and no password is shown', async () => {
  const broken = `[crashmail]\nto=not an address\nsmtp_url=http://me:hunter2@mail\n`
  const failure = await createHarness(`[supervisord]\n${broken}`, { plugins: [crashmail] }).catch(String)
  assert.match(String(failure), /"not an address" is no mail address/)
  assert.match(String(failure), /smtp_url: it must be smtp:/)
  assert.ok(!String(failure).includes('hunter2'))
})
