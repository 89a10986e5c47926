// The kit as the authors of plugins use it: `reeve/testing`, with the standard plugins.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from 'reeve/sdk/client'
import { ctlHooks, defineCtlPlugin } from 'reeve/sdk/ctl'
import { bootSupervisor } from 'reeve/testing'
import { definePlugin, httpHooks } from '../../../sdk/index.js'

const WEB = '[program:web]\ncommand = /bin/cat\nstartsecs = 1\n'

test('a config of one program is enough: the rest of a daemon stands behind it', async () => {
  const harness = await bootSupervisor({ config: WEB })
  await harness.advance(1_001)
  assert.equal(await harness.rpc('supervisor.getIdentification'), 'supervisor')
  assert.equal((await harness.request('GET', '/ok.html')).body, 'OK')
  harness.child('web').exit({ code: 3 })
  await harness.advance(0)
  assert.equal(harness.process('web').state, 'STARTING')
  assert.match(harness.log().join('\n'), /WARN exited: web \(exit status 3; not expected\)/)
  await harness.stop()
})

test('what a config has is not added again, and without one there is no program', async () => {
  const harness = await bootSupervisor({
    config: '[inet_http_server]\nport = 9001\n[supervisord]\nidentifier = mine\n',
  })
  assert.equal(await harness.rpc('supervisor.getIdentification'), 'mine')
  await harness.stop()
  const empty = await bootSupervisor()
  assert.deepEqual(await empty.rpc('supervisor.getAllProcessInfo'), [])
  await empty.stop()
})

test('a config that replaces another is completed as that one was', async () => {
  const harness = await bootSupervisor({ config: WEB })
  await harness.advance(1_001)
  harness.setConfig(`${WEB}[program:new]\ncommand = /bin/cat\n`)
  assert.deepEqual(await harness.rpc('supervisor.reloadConfig'), [[['new'], [], []]])
  assert.equal((await harness.ctl('update', { withinMs: 5_000 })).stdout, 'new: added process group\n')
  await harness.stop()
})

test('a run that left something behind, that never began or that another image goes on with is watched no more', async () => {
  const listeners = process.listenerCount('newListener')
  const timers: NodeJS.Timeout[] = []
  const apply = () => void timers.push(setTimeout(() => {}, 1_000_000))
  const leaky = await bootSupervisor({ plugins: [definePlugin({ name: 'leaky', apply })] })
  await assert.rejects(leaky.stop(), /an active Timeout, made at /)
  for (const timer of timers) clearTimeout(timer)
  await assert.rejects(bootSupervisor({ config: '[supervisord]\nnodaemon = maybe\n' }))
  const first = await bootSupervisor({ config: WEB })
  const second = await first.replaceImage()
  await second.stop()
  assert.equal(process.listenerCount('newListener'), listeners)
})

test('an error in the config has the line of the text', async () => {
  await assert.rejects(
    bootSupervisor({ config: `${WEB}autostart = maybe\n` }),
    /supervisord\.conf:4, .*autostart/,
  )
})

test('supervisorctl runs a line, with its exit status', async () => {
  const harness = await bootSupervisor({ config: WEB })
  await harness.advance(1_001)
  const status = await harness.ctl('status')
  assert.match(status.stdout, /^web +RUNNING +pid 2000, uptime 0:00:01\n$/)
  assert.equal(status.exitStatus, 0)
  assert.deepEqual(await harness.ctl('stop nobody'), {
    stdout: 'nobody: ERROR (no such process)\n',
    stderr: '',
    exitStatus: 1,
  })
  const restarted = await harness.ctl('restart web', { withinMs: 5_000 })
  assert.equal(restarted.stdout, 'web: stopped\nweb: started\n')
  await harness.stop()
})

test('supervisorctl has the commands of plugins, and asks where it would ask an operator', async () => {
  const greet = defineCtlPlugin({
    name: 'greet',
    apply(ctl) {
      ctlHooks(ctl).commands.tap('greet', (registry) =>
        registry.add({
          name: 'greet',
          load: () => ({
            help: ['greet <name>\tSay hello'],
            run: (it, name) => it.output(`hello ${name}`),
          }),
        }),
      )
    },
  })
  const harness = await bootSupervisor({ config: WEB, ctlPlugins: [greet] })
  assert.equal((await harness.ctl('greet you')).stdout, 'hello you\n')
  assert.deepEqual(await harness.ctl('shutdown', { answers: ['n'] }), {
    stdout: '',
    stderr: '',
    exitStatus: 0,
  })
  assert.equal(harness.supervisor.state, 'RUNNING')
  await harness.stop()
})

test('supervisorctl has the plugins and the credentials of the config', async () => {
  const harness = await bootSupervisor({
    config: `[unix_http_server]
file = %(here)s/s.sock
username = u
password = p
[supervisorctl]
username = u
password = p
[ctlplugin:wildcards]
supervisor.ctl_factory = supervisorwildcards.controllerplugin:make_wildcards_controllerplugin
${WEB}`,
  })
  await harness.advance(1_001)
  assert.match((await harness.ctl('mstatus w*')).stdout, /^web +RUNNING/)
  await harness.stop()
})

test('a request has headers, an answer too, and a plugin sees the body', async () => {
  const echo = definePlugin({
    name: 'echo',
    apply(supervisor) {
      httpHooks(supervisor).server.tap('echo', (app) => {
        app.post('/echo', async (request, reply) => {
          reply.header('x-kind', request.headers['x-kind'])
          return { got: request.body }
        })
      })
    },
  })
  const harness = await bootSupervisor({ plugins: [echo] })
  const answer = await harness.request('POST', '/echo', {
    headers: { 'content-type': 'application/json', 'x-kind': 'test' },
    body: '{"a":1}',
  })
  assert.equal(answer.headers['x-kind'], 'test')
  assert.deepEqual(JSON.parse(answer.body), { got: { a: 1 } })
  await harness.stop()
})

test('a client connects through a socket, and its connections are no leak', async () => {
  const harness = await bootSupervisor({ config: WEB })
  const client = createClient({ serverurl: await harness.serverurl() })
  assert.equal((await harness.settle(client.supervisor.getProcessInfo('web'))).statename, 'STARTING')
  await harness.stop()
  client.close()
})

test('a failure in the hook ready rejects as the daemon would', async () => {
  const bad = definePlugin({
    name: 'bad',
    apply: ({ hooks }) =>
      hooks.ready.tap('bad', () => {
        throw new Error('not today')
      }),
  })
  await assert.rejects(bootSupervisor({ config: WEB, plugins: [bad] }), {
    message: 'plugin bad failed in hook ready: not today',
  })
})

test('what a plugin leaves behind is named with its line', async () => {
  const messy = definePlugin({
    name: 'messy',
    apply(supervisor) {
      supervisor.clock.after(60_000, () => {})
      timer = setInterval(() => {}, 60_000)
      process.on('SIGHUP', listener)
    },
  })
  const listener = () => {}
  let timer: NodeJS.Timeout | undefined
  const harness = await bootSupervisor({ plugins: [messy] })
  const failure: unknown = await harness.stop().catch((error: unknown) => error)
  assert.ok(failure instanceof Error)
  assert.deepEqual(failure.message.replace(/\S*boot\.test\.js:\d+/g, 'here').split('\n  '), [
    'the run left behind:',
    'a timer that fires in 60000 ms, set at here',
    'an active Timeout, made at here',
    "a listener of process 'SIGHUP', added at here",
  ])
  clearInterval(timer)
  process.off('SIGHUP', listener)
})
