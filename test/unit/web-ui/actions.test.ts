import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rpcHooks } from '../../../sdk/index.js'
import { waitFor } from '../../support/wait.js'
import { program, tapping } from '../http/served.js'
import { messageOf, servePages } from './pages.js'

test('general actions reach every process and say when they were done (WEB-30, WEB-31)', async (context) => {
  const { get, changes } = await servePages(context, {
    config: program('low', 'priority=1') + program('high', 'priority=2'),
  })
  await get('/?processname=low&action=start')
  assert.deepEqual(changes(), ['STARTING low'])
  assert.equal(messageOf(await get('/?action=refresh')), 'Page refreshed at {time}')
  assert.deepEqual(changes(), [])
  assert.equal(messageOf(await get('/index.html?action=restartall')), 'All restarted at {time}')
  assert.deepEqual(changes(), ['STOPPING low', 'STARTING low', 'STARTING high'])
  assert.equal(messageOf(await get('/?action=stopall&processname=nosuch')), 'All stopped at {time}')
  assert.deepEqual(changes(), ['STOPPING high', 'STOPPING low'])
})

test('an action is answered when it is complete, with a redirect that nobody stores (WEB-32, WEB-33)', async (context) => {
  const { get, harness } = await servePages(context, { config: program('web', 'startsecs=5') })
  const answer = get('/index.html?processname=web&action=start')
  let isAnswered = false
  void answer.then(() => {
    isAnswered = true
  })
  await waitFor(() => harness.process('web').state === 'STARTING', { what: 'the request' })
  assert.equal((await get('/ok.html')).status, 200)
  assert.equal(isAnswered, false)
  await harness.advance(6_000)
  const { status, headers } = await answer
  assert.equal(status, 301)
  assert.equal(headers.location, 'http://localhost/?message=Process%20web%20started')
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['content-type'], 'text/html')
})

test('a start that fails says why (WEB-32)', async (context) => {
  const { get, harness } = await servePages(context, {
    config:
      program('gone', 'command=/x') +
      program('folder', 'command=/tmp') +
      program('busy') +
      program('broken', 'startretries=0') +
      program('brief', 'startsecs=5'),
  })
  const start = async (name: string) => messageOf(await get(`/?processname=${name}&action=start`))
  assert.equal(await start('gone'), 'ERROR: Process gone: no such file')
  assert.equal(await start('folder'), 'ERROR: Process folder: file not executable')
  assert.equal(await start('busy'), 'Process busy started')
  assert.equal(await start('busy'), 'ERROR: Process busy: already started')
  harness.posix.children.failNextSpawn('EAGAIN')
  assert.equal(await start('broken'), 'ERROR: Process broken: spawn error')
  const brief = start('brief')
  await waitFor(() => harness.process('brief').state === 'STARTING', { what: 'the start' })
  await harness.rpc('supervisor.stopProcess', 'brief')
  assert.equal(await brief, 'ERROR: Process brief: abnormal termination')
})

test('stop, restart and clearlog have their messages (WEB-33, WEB-34, WEB-35)', async (context) => {
  const { get, harness } = await servePages(context, {
    config:
      `[group:group]\nprograms=member\n${program('member', 'autostart=true')}` +
      program('web', 'stdout_logfile=/var/log/web') +
      program('gone', 'command=/x'),
  })
  const say = async (query: string) => messageOf(await get(`/?${query}`))
  assert.equal(await say('processname=group%3Amember&action=stop'), 'Process group:member stopped')
  assert.equal(await say('processname=web&action=restart'), 'Process web restarted')
  assert.equal(await say('processname=web&action=clearlog'), 'Log for web cleared')
  assert.equal(
    await say('processname=group:member&action=stop'),
    'unexpected rpc fault [70] NOT_RUNNING: group:member',
  )
  // The name is told as it was sent.
  assert.equal(await say('processname=web:web&action=stop'), 'Process web:web stopped')
  assert.equal(await say('processname=web:web&action=stop'), 'unexpected rpc fault [70] NOT_RUNNING: web:web')
  harness.posix.files.put('/var/log/web', 'text')
  for (const operation of ['unlink', 'truncate', 'open'] as const) {
    harness.posix.files.fail(operation, '/var/log/web', 'EACCES')
  }
  assert.equal(await say('processname=web&action=clearlog'), 'unexpected rpc fault [30] FAILED: web')
  assert.equal(await say('processname=gone&action=restart'), 'Process gone restarted')
})

test('unknown processes are said so, unknown actions fail (WEB-36, WEB-37)', async (context) => {
  const { get, changes } = await servePages(context, { config: `[group:g]\nprograms=a\n${program('a')}` })
  for (const name of ['nosuch', 'g', 'g:*', 'g:', 'g:b', '__proto__', '<b>&"é']) {
    assert.equal(
      messageOf(await get(`/?action=start&processname=${encodeURIComponent(name)}`)),
      `No such process named ${name}`,
    )
  }
  assert.equal(messageOf(await get('/?action=bogus&processname=nosuch')), 'No such process named nosuch')
  for (const query of ['action=bogus', 'action=constructor&processname=g:a', 'action=start']) {
    assert.equal((await get(`/?${query}`)).status, 500, query)
  }
  assert.equal((await get('/?action=start&processname=')).status, 500)
  assert.deepEqual(changes(), [])
})

test('fields come from the query and the body, and the body wins (WEB-15)', async (context) => {
  const { get, post, ask } = await servePages(context, { config: program('web') })
  assert.equal(messageOf(await get('/?action=refresh&action=stopall')), 'Page refreshed at {time}')
  assert.equal(
    messageOf(
      await post('/index.html?action=refresh', 'action=x&action=start&processname=a&processname=b+c'),
    ),
    'No such process named b c',
  )
  for (const type of ['text/plain', 'application/json', '%%% ;', 'multipart/form-data']) {
    const answer = await post('/', 'processname=web&action=clearlog', { 'Content-Type': type })
    assert.equal(messageOf(answer), 'Log for web cleared', type)
  }
  assert.equal((await ask('POST', '/')).status, 411)
  assert.equal((await post('/', 'x'.repeat(70_000))).status, 413)
})

test('the redirect leads to where the client was (WEB-30)', async (context) => {
  const { get, post } = await servePages(context)
  const place = async (headers: Readonly<Record<string, string>>) =>
    (await get('/?action=refresh', headers)).headers.location?.replace(/\?.*/, '')
  assert.equal(await place({ Host: 'example.com:9001' }), 'http://example.com:9001/')
  assert.equal(await place({ Host: 'example.com:80' }), 'http://example.com/')
  assert.equal(await place({ Host: '[::1]:9001' }), 'http://[::1]:9001/')
  assert.equal(await place({ Host: '' }), 'http://localhost/')
  const secure = { Host: 'example.com', Origin: 'https://example.com' }
  assert.match(
    (await post('/', 'action=refresh', secure)).headers.location ?? '',
    /^https:\/\/example\.com\/\?/,
  )
})

test('actions obey the plugins that say who may call what, and are told to those that listen', async (context) => {
  const heard: unknown[] = []
  const { get, changes } = await servePages(context, {
    config: program('web'),
    plugins: [
      tapping((supervisor) => {
        rpcHooks(supervisor).authorize.tap('rules', ({ method }) =>
          method === 'supervisor.stopProcess' ? false : undefined,
        )
        rpcHooks(supervisor).called.tap('audit', ({ method, fault }) => void heard.push([method, fault]))
      }),
    ],
  })
  const refusal = 'FAILED: supervisor.stopProcess is not allowed'
  assert.equal(messageOf(await get('/?processname=web&action=stop')), `unexpected rpc fault [30] ${refusal}`)
  assert.equal(
    messageOf(await get('/?processname=web&action=restart')),
    `unexpected rpc fault [30] ${refusal}`,
  )
  assert.deepEqual(changes(), [])
  assert.equal(messageOf(await get('/?processname=web&action=start')), 'Process web started')
  assert.deepEqual(heard, [
    ['supervisor.stopProcess', refusal],
    ['supervisor.stopProcess', refusal],
    ['supervisor.startProcess', refusal],
    ['supervisor.startProcess', null],
  ])
})

test('while the daemon ends no web action is carried out, and the message says so', async (context) => {
  const { get, harness, changes } = await servePages(context, {
    config: program('web') + program('stubborn', 'autostart=true\nstopwaitsecs=5'),
    onSpawn: (child) => {
      child.onSignal = () => 'ignore'
    },
  })
  harness.supervisor.shutdown()
  await waitFor(() => changes().includes('STOPPING stubborn'), { what: 'the end to begin' })
  for (const query of ['action=stopall', 'processname=web&action=restart', 'processname=web&action=start']) {
    assert.equal(messageOf(await get(`/?${query}`)), 'unexpected rpc fault [6] SHUTDOWN_STATE', query)
  }
  assert.equal(messageOf(await get('/?action=refresh')), 'Page refreshed at {time}')
  assert.deepEqual(changes(), [])
})
