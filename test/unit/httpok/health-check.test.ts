// The check itself, against a server of the test and processes that are only told of.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CheckOptions, HealthCheck, type Watched } from '../../../plugins/httpok/health-check.js'
import { programClock } from '../../../sdk/listener/program/index.js'
import type { Mail } from '../../../sdk/mail/index.js'
import { type PageServer, startPageServer } from '../../support/page-server.js'

interface Stage {
  readonly server: PageServer
  readonly done: string[]
  readonly told: string[]
  readonly mails: Mail[]
  readonly commands: (readonly string[])[]
  look(): Promise<void>
}

const process = (namespec: string, done: string[], more: Partial<Watched> = {}): Watched => {
  const [groupName = '', processName = groupName] = namespec.split(':')
  const base = { namespec, processName, groupName, isRunning: true, pid: 42, uptimeSeconds: 100 }
  return { ...base, restart: async () => void done.push(namespec), ...more }
}

async function withStage(
  options: Partial<CheckOptions>,
  act: (stage: Stage) => Promise<void>,
  changes: Partial<Watched> = {},
): Promise<void> {
  const server = await startPageServer()
  const [done, told, mails, commands]: [string[], string[], Mail[], (readonly string[])[]] = [[], [], [], []]
  const check = new HealthCheck(
    {
      url: new URL(server.url),
      timeoutMs: 5_000,
      statuses: ['200'],
      body: null,
      programs: ['web'],
      any: false,
      eager: true,
      failures: 1,
      graceSeconds: 0,
      coredir: null,
      gcore: '/usr/bin/gcore -o',
      name: 'httpok',
      ...options,
    },
    {
      clock: programClock(),
      run: async (argv) => {
        commands.push(argv)
        return { code: 0, signal: null, timedOut: false, output: 'Saved corefile\n' }
      },
      processes: async () => [
        process('web', done, changes),
        process('jobs:a', done),
        process('jobs:b', done),
      ],
      tell: (text) => void told.push(text),
      mail: (mail) => void mails.push(mail),
    },
  )
  try {
    await act({ server, done, told, mails, commands, look: () => check.look() })
  } finally {
    await server.close()
  }
}

const answer = (status: number, body = ''): PageServer['answer'] => {
  return (_request, response) => void response.writeHead(status).end(body)
}

test('a right answer restarts nothing; path and query are asked for', () =>
  withStage({}, async ({ server, done, told, look }) => {
    await look()
    assert.deepEqual([server.asked, done, told], [['/health?a=b'], [], []])
  }))

test('a wrong status restarts what is meant, and the mail says what happened', () =>
  withStage({ programs: ['web', 'jobs:a', 'gone'] }, async ({ server, done, mails, look }) => {
    server.answer = answer(503)
    await look()
    assert.deepEqual(done, ['web', 'jobs:a'])
    const [{ subject = '', text = '' } = {}] = mails
    assert.match(subject, /^httpok: http:.*\/health\?a=b answers 503 Service Unavailable instead of 200$/)
    assert.match(text, /web is restarted\njobs:a is restarted\nthere is no process gone\n$/)
  }))

test('several statuses may be right, and a redirect is a status like any other', () =>
  withStage({ statuses: ['200', '302'] }, async ({ server, done, look }) => {
    server.answer = (_request, response) => void response.writeHead(302, { location: '/x' }).end()
    await look()
    assert.deepEqual([done, server.asked.length], [[], 1])
  }))

test('the body must have a text where one is asked for', () =>
  withStage({ body: 'all good' }, async ({ server, done, look }) => {
    server.answer = answer(200, `${'x'.repeat(100_000)}all good`)
    await look()
    assert.deepEqual(done, [])
    server.answer = answer(200, 'all bad')
    await look()
    assert.deepEqual(done, ['web'])
  }))

test('a body without an end is over at the timeout, one that is endless at a megabyte', async () => {
  await withStage({ body: 'never', timeoutMs: 300 }, async ({ server, told, look }) => {
    server.answer = (_request, response) => void response.write('beginning')
    await look()
    assert.match(told[0] ?? '', /cannot be had: no answer within the timeout/)
  })
  // A busy machine needs a while for a megabyte.
  await withStage({ body: 'never', timeoutMs: 30_000 }, async ({ server, told, look }) => {
    server.answer = (_request, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('y'.repeat(65_536)));
      }
      response.on('drain', pour)
      pour()
    }
    await look()
    assert.match(told[0] ?? '', /answers without "never" in the body/)
  })
})

test('a server that never answers, resets, or is not there is wrong too, and over in time', async () => {
  await withStage({ timeoutMs: 200 }, async ({ server, done, told, look }) => {
    server.answer = () => {}
    await look()
    assert.deepEqual(done, ['web'])
    assert.match(told.join('\n'), /no answer within the timeout/)
  })
  await withStage({ timeoutMs: 30_000 }, async ({ server, done, told, look }) => {
    server.answer = (request) => void request.socket.destroy()
    await look()
    assert.deepEqual(done, ['web'])
    assert.match(told.join('\n'), /ECONNRESET/)
  })
  // Too little for a second try, which comes after a second.
  await withStage({ timeoutMs: 900 }, async ({ server, done, told, look }) => {
    await server.close()
    await look()
    assert.deepEqual(done, ['web'])
    assert.match(told.join('\n'), /ECONNREFUSED/)
  })
})

test('any restarts all; a process that is not running, or only just, is left alone', () =>
  withStage(
    { any: true, graceSeconds: 30 },
    async ({ server, done, told, look }) => {
      server.answer = answer(500)
      await look()
      assert.deepEqual(done, ['jobs:a', 'jobs:b'])
      assert.ok(told.includes('web runs for less than 30 seconds and is left alone'))
    },
    { uptimeSeconds: 3 },
  ))

test('not eager asks for nothing while nothing that is meant is running', () =>
  withStage(
    { eager: false },
    async ({ server, look }) => {
      await look()
      assert.deepEqual(server.asked, [])
    },
    { isRunning: false },
  ))

test('some failures in a row may be forgiven', () =>
  withStage({ failures: 3 }, async ({ server, done, look }) => {
    server.answer = answer(500)
    await look()
    await look()
    server.answer = answer(200)
    await look()
    server.answer = answer(500)
    await look()
    await look()
    assert.deepEqual(done, [])
    await look()
    assert.deepEqual(done, ['web'])
  }))

test('a core dump comes before the restart; a restart that fails is told', () =>
  withStage(
    { coredir: '/var/crash', programs: ['web'] },
    async ({ server, commands, told, look }) => {
      server.answer = answer(500)
      await look()
      assert.deepEqual(commands, [
        ['/bin/sh', '-c', '/usr/bin/gcore -o "$@"', 'gcore', '/var/crash/web', '42'],
      ])
      assert.ok(told.includes('core dump of web: Saved corefile'))
      assert.equal(told.at(-1), 'web could not be restarted: SPAWN_ERROR: web')
    },
    { restart: () => Promise.reject(new Error('SPAWN_ERROR: web')) },
  ))

test('a password in the URL is used and not shown', () =>
  withStage({}, async ({ server, told, look }) => {
    await look()
    const seen: unknown[] = []
    server.answer = (request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(500).end()
    }
    const url = new URL(server.url.replace('//', '//me:hunter2@'))
    await withStage({ url }, async (inner) => {
      await inner.look()
      assert.ok(!inner.told.join().includes('hunter2'), inner.told.join())
    })
    assert.deepEqual(seen, [`Basic ${Buffer.from('me:hunter2').toString('base64')}`])
    assert.deepEqual(told, [])
  }))
