import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventsClient, serveAll, skip } from './client.js'

const served = serveAll(
  [
    '[program:same]\ncommand=sleep 1000\nstartsecs=0',
    '[program:web]\ncommand=sh -c "exec sleep 1000" sh --db-password=hunter2 http://me:secret@host/\nstartsecs=0\numask=022',
    'environment=TOKEN="abc",PORT="1"\n[program:gone]\ncommand=sleep 1000\nstartsecs=0',
    '[eventlistener:ear]\ncommand=sleep 1000\nevents=PROCESS_STATE\nbuffer_size=3',
  ].join('\n'),
  'gone',
)
const { ask } = served

test('the configuration of a process is shown without its secrets', { skip }, async () => {
  const { body } = await ask('GET', '/programs/web/config')
  assert.equal(body.program, 'web')
  assert.equal(body.file, served.daemon.scratch.at('c.conf'))
  assert.equal(body.options.command, 'sh -c "exec sleep 1000" sh --db-password=*** http://me:***@host/')
  assert.equal(body.options.umask, '022')
  assert.equal(body.options.stopsignal, 'TERM')
  assert.deepEqual(body.options.exitcodes, [0])
  assert.deepEqual(body.environment, ['PORT', 'TOKEN'])
  assert.ok(!JSON.stringify(body).includes('hunter2') && !JSON.stringify(body).includes('abc'))
})

test('a diff tells what a reread would find, and keeps nothing of it; an apply does the chosen groups', {
  skip,
}, async (context) => {
  const before = served.daemon.scratch.read('c.conf')
  const changed = before
    .replace('umask=022', 'umask=027\nstopsignal=INT')
    .replace('TOKEN="abc"', 'TOKEN="xyz"')
    .replace(/\[program:gone\][^[]*/, '')
    .replace('buffer_size=3', 'buffer_size=30')
  served.daemon.scratch.write('c.conf', `${changed}\n[program:late]\ncommand=sleep 1000\nstartsecs=0\n`)
  const { body } = await ask('GET', '/config/diff')
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name)
  assert.deepEqual(
    [names(body.added), names(body.changed), names(body.removed)],
    [['late'], ['ear', 'web'], ['gone']],
  )
  const web = body.changed[1].programs[0]
  assert.equal(web.change, 'changed')
  assert.deepEqual(
    web.options.toSorted((a: { option: string }, b: { option: string }) => (a.option < b.option ? -1 : 1)),
    [
      { option: 'environment.TOKEN', before: '***', after: '***' },
      { option: 'stopsignal', before: 'TERM', after: 'INT' },
      { option: 'umask', before: '022', after: '027' },
    ],
  )
  assert.deepEqual(
    body.changed[0].options.filter((one: { option: string }) => one.option === 'buffer_size'),
    [{ option: 'buffer_size', before: 3, after: 30 }],
  )
  assert.deepEqual(await served.daemon.call('addProcessGroup', 'late'), { fault: 10, text: 'BAD_NAME: late' })

  assert.equal((await ask('POST', '/config/apply', { groups: ['late', 'same'] })).status, 404)
  const client = new EventsClient(served.daemon.address, '')
  context.after(() => client.close())
  await client.next('hello')
  const applied = await ask('POST', '/config/apply', { groups: ['late', 'web'] })
  assert.deepEqual(applied.body.outcomes, [
    { group: 'web', change: 'changed', ok: true, error: null },
    { group: 'late', change: 'added', ok: true, error: null },
  ])
  await client.next('group', (data) => data.name === 'late' && data.programs.length === 1)
  await served.daemon.until('late', 'RUNNING')
  await served.daemon.until('web', 'RUNNING')
  assert.equal((await served.daemon.info('gone')).statename, 'RUNNING')
  const rest = await ask('POST', '/config/apply')
  assert.deepEqual(
    rest.body.outcomes.map((one: { group: string; change: string }) => `${one.change} ${one.group}`),
    ['removed gone', 'changed ear'],
  )
  assert.equal((await ask('GET', '/programs/gone')).status, 404)
  assert.deepEqual((await ask('GET', '/config/diff')).body.changed, [])
})

test('a configuration that cannot be used is refused with all that is wrong with it', { skip }, async () => {
  const good = served.daemon.scratch.read('c.conf')
  served.daemon.scratch.write('c.conf', `${good}\n[program:bad]\nnumprocs=x\n`)
  for (const [method, path] of [
    ['GET', '/config/diff'],
    ['POST', '/config/apply'],
  ] as const) {
    const { status, body } = await ask(method, path)
    assert.equal(status, 422)
    assert.equal(body.error.fault, 'CANT_REREAD')
    assert.match(body.error.message, /program:bad/)
  }
  served.daemon.scratch.write('c.conf', good)
})

test('plugins and listener pools are listed', { skip }, async () => {
  const { body } = await ask('GET', '/plugins')
  const own = body.plugins.find((one: { name: string }) => one.name === 'http-api')
  assert.equal(own.state, 'applied')
  assert.equal(own.origin, 'built-in')
  const { pools } = (await ask('GET', '/listeners')).body
  assert.deepEqual(pools[0].group, 'ear')
  assert.equal(pools[0].limit, 30)
  assert.deepEqual(pools[0].listeners[0].namespec, 'ear')
})

test('what processes use is measured when somebody asks', { skip }, async (context) => {
  const client = new EventsClient(served.daemon.address, '?types=usage')
  context.after(() => client.close())
  const { data } = await client.next('usage')
  assert.ok(data.programs.web.rssBytes > 100_000, JSON.stringify(data))
  assert.equal(data.sinceMs, null)
  assert.deepEqual(data.logBytes, {})
  const { body } = await ask('GET', '/usage?programs=web')
  assert.ok(body.programs.web.length >= 1)
  assert.equal(body.problem, null)
  assert.ok((await ask('GET', '/programs/web')).body.usage.rssBytes > 100_000)
})
