import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from '../../../core/testing/harness.js'
import { standardPlugins } from '../../../plugins/standard.js'
import type { Plugin } from '../../../sdk/plugin.js'

const ONE = `[supervisord]
[program:web]
command=/bin/cat
startsecs=1
stdout_logfile=%(here)s/web.log
`

const SERVED = `${ONE}
[unix_http_server]
file=%(here)s/s.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
`

test('a config text boots, its programs start, time makes them RUNNING, and a stop leaves nothing behind', async () => {
  const harness = await createHarness(ONE)
  assert.equal(harness.process('web').state, 'STARTING')
  await harness.advance(1_001)
  assert.equal(harness.process('web').state, 'RUNNING')
  assert.deepEqual(harness.child('web').request.argv, ['/bin/cat'])
  assert.match(
    harness.log().join('\n'),
    /INFO spawned: 'web' with pid 2000\nINFO success: web entered RUNNING state/,
  )
  await harness.stop()
  assert.deepEqual(await harness.ended, { kind: 'shutdown' })
})

test('output of a child lands in its log file', async () => {
  const harness = await createHarness(ONE)
  harness.child('web').write('stdout', 'hello\n')
  await harness.advance(100)
  assert.equal(harness.posix.files.text(`${harness.here}/web.log`), 'hello\n')
  await harness.stop()
})

test('a child that ends is started again', async () => {
  const harness = await createHarness(ONE)
  await harness.advance(2_000)
  const first = harness.child('web')
  first.exit({ code: 3 })
  await harness.advance(0)
  assert.notEqual(harness.child('web').pid, first.pid)
  assert.match(harness.log().join('\n'), /WARN exited: web \(exit status 3; not expected\)/)
  await harness.stop()
})

test('a child that ignores SIGTERM is killed after stopwaitsecs, also at the end', async () => {
  const harness = await createHarness(`${ONE}stopwaitsecs=5\n`, {
    onSpawn: (child) => {
      child.onSignal = () => 'ignore'
    },
  })
  await harness.advance(2_000)
  const child = harness.child('web')
  await harness.stop()
  assert.deepEqual(child.signals, [15, 9])
})

test('XML-RPC goes through the HTTP server, xmlrpc and rpc-interface plugins, over memory', async () => {
  const harness = await createHarness(SERVED, { plugins: standardPlugins })
  assert.equal(await harness.rpc('supervisor.getAPIVersion'), '3.0')
  await harness.advance(2_000)
  assert.equal(await harness.rpc('supervisor.stopProcess', 'web'), true)
  const started = harness.rpc('supervisor.startProcess', 'web')
  await harness.advance(2_000)
  assert.equal(await started, true)
  await assert.rejects(harness.rpc('supervisor.startProcess', 'none'), { message: 'BAD_NAME: none' })
  assert.equal((await harness.request('GET', '/nowhere')).status, 404)
  await harness.stop()
})

test('a changed config is found by a reread', async () => {
  const harness = await createHarness(SERVED, { plugins: standardPlugins })
  harness.setConfig(`${SERVED}[program:second]\ncommand=/bin/cat\n`)
  assert.deepEqual(await harness.rpc('supervisor.reloadConfig'), [[['second'], [], []]])
  await harness.stop()
})

test('a plugin that leaves something behind is found out', async () => {
  const leaky: Plugin = {
    name: 'leaky',
    apply: (supervisor) => void supervisor.clock.after(60_000, () => {}),
  }
  const harness = await createHarness(ONE, { plugins: [leaky] })
  await assert.rejects(harness.stop(), {
    message: /^the run left behind:\n {2}a timer that fires in 60000 ms, set at \S*harness\.test\.js:\d+$/,
  })
})

test('a failing apply, open or boot rejects by name, and nothing is left', async () => {
  const boom = () => {
    throw new Error('boom')
  }
  const plugins: readonly [Plugin, string][] = [
    [{ name: 'bad', apply: boom }, 'plugin bad failed in apply: boom'],
    [
      { name: 'bad', apply: (supervisor) => supervisor.hooks.open.tap('bad', boom) },
      'plugin bad failed in hook open: boom',
    ],
    [
      { name: 'bad', apply: (supervisor) => supervisor.hooks.boot.tap('bad', boom) },
      'plugin bad failed in hook boot: boom',
    ],
  ]
  for (const [plugin, message] of plugins) {
    const order: string[] = []
    const good: Plugin = { name: 'good', apply: () => () => void order.push('undone') }
    await assert.rejects(createHarness(ONE, { plugins: [good, plugin] }), { message })
    assert.deepEqual(order, ['undone'])
  }
})

test('after boot nothing that a plugin throws ends the daemon', async () => {
  const boom = () => {
    throw new Error('boom')
  }
  const bad: Plugin = {
    name: 'bad',
    apply({ hooks }) {
      for (const hook of [
        hooks.channelOpen,
        hooks.stateChange,
        hooks.restartDecision,
        hooks.stopDecision,
        hooks.groupAdded,
        hooks.groupRemoved,
        hooks.event,
        hooks.logReopen,
        hooks.stopping,
        hooks.shutdown,
      ]) {
        hook.tap('bad', boom)
      }
      return boom
    },
  }
  const harness = await createHarness(SERVED, { plugins: [...standardPlugins, bad] })
  await harness.advance(2_000)
  harness.child('web').exit({ code: 3 })
  await harness.advance(2_000)
  assert.equal(harness.process('web').state, 'RUNNING')
  harness.supervisor.reopenLogs()
  assert.equal(await harness.rpc('supervisor.stopProcess', 'web'), true)
  assert.equal(await harness.rpc('supervisor.removeProcessGroup', 'web'), true)
  await harness.stop()
  const blamed = new Set(
    harness
      .log()
      .flatMap((line) => /^ERRO plugin bad failed in (?:hook )?([\w ]+): boom$/.exec(line)?.[1] ?? []),
  )
  assert.deepEqual([...blamed].sort(), [
    'channelOpen',
    'event',
    'groupAdded',
    'groupRemoved',
    'its disposer',
    'logReopen',
    'restartDecision',
    'shutdown',
    'stateChange',
    'stopDecision',
    'stopping',
  ])
})

test('a failing beforeSpawn is a spawn error of that process with the plugin’s name', async () => {
  const bad: Plugin = {
    name: 'bad',
    apply: ({ hooks }) =>
      hooks.beforeSpawn.tap('bad', (spec, { name }) => {
        if (name === 'web') throw new Error('no licence')
        return spec
      }),
  }
  const harness = await createHarness(`${ONE}[program:other]\ncommand=/bin/cat\n`, { plugins: [bad] })
  assert.equal(harness.process('web').state, 'BACKOFF')
  assert.equal(harness.process('web').spawnError, 'plugin bad failed in hook beforeSpawn: no licence')
  assert.equal(harness.process('other').state, 'STARTING')
  await harness.stop()
})

test('a plugin writes lines to the output of the daemon, which closes with the supervisor', async () => {
  let write = (_line: string) => {}
  const plugin: Plugin = {
    name: 'lines',
    apply(supervisor) {
      ;({ write } = supervisor.openLines('/lines.txt'))
    },
  }
  const harness = await createHarness(ONE, { plugins: [plugin] })
  write('one')
  write('two')
  assert.equal(harness.posix.files.text('/lines.txt'), 'one\ntwo\n')
  await harness.stop()
})
