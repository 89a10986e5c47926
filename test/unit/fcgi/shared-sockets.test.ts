// Who holds a FastCGI socket, and when: a whole supervisor on the fake ports.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from 'reeve/testing'
import fcgiProgram from '../../../plugins/fcgi-program/index.js'
import httpServer from '../../../plugins/http-server/index.js'
import rpcInterface from '../../../plugins/rpc-interface/index.js'
import rpcSupervisor from '../../../plugins/rpc-supervisor/index.js'
import xmlrpc from '../../../plugins/xmlrpc/index.js'

const PLUGINS = [httpServer, rpcSupervisor, rpcInterface, xmlrpc, fcgiProgram]
const APP = '[fcgi-program:app]\ncommand=/bin/cat\nsocket=unix:///run/app.sock\n'
const TWO = 'numprocs=2\nprocess_name=%(program_name)s_%(process_num)d\n'

const start = (config: string) => createHarness(`[supervisord]\n${config}`, { plugins: PLUGINS })

const socketLines = (harness: Harness) => harness.log().filter((line) => /socket/.test(line))
const sockets = (harness: Harness) =>
  harness.posix
    .openDescriptors()
    .flatMap(({ what }) => what.match(/^a socket that listens on (.*)/)?.[1] ?? [])
const stdinOf = (harness: Harness, namespec: string) => harness.child(namespec).request.stdio[0]

async function stop(harness: Harness, namespec: string): Promise<void> {
  const stopped = harness.process(namespec).stop()
  await harness.advance(0)
  await stopped
}

const CREATING = 'INFO Creating socket unix:///run/app.sock'
const CLOSING = 'INFO Closing socket unix:///run/app.sock'

test('processes share one socket as stdin; it is closed with the last and made anew (FCGI-01, FCGI-04)', async () => {
  const harness = await start(APP + TWO)
  await harness.advance(1_001)
  assert.deepEqual(socketLines(harness), [CREATING, CLOSING, CREATING])
  assert.equal(stdinOf(harness, 'app:app_0'), stdinOf(harness, 'app:app_1'))
  assert.deepEqual(sockets(harness), ['/run/app.sock'])

  await stop(harness, 'app:app_0')
  assert.deepEqual(sockets(harness), ['/run/app.sock'])
  await stop(harness, 'app:app_1')
  assert.deepEqual(sockets(harness), [])
  assert.deepEqual(harness.log().slice(-2), ['WARN stopped: app_1 (terminated by SIGTERM)', CLOSING])

  void harness.process('app:app_0').start()
  await harness.advance(1_001)
  assert.deepEqual(socketLines(harness).slice(3), [CLOSING, CREATING])
  await harness.stop()
})

test('a program that ends alone gets a new socket with its restart (FCGI-04)', async () => {
  const harness = await start(APP)
  await harness.advance(1_001)
  harness.child('app').exit({ code: 3 })
  await harness.advance(0)
  assert.deepEqual(harness.log().slice(-4, -1), [
    'WARN exited: app (exit status 3; not expected)',
    CLOSING,
    CREATING,
  ])
  assert.deepEqual(sockets(harness), ['/run/app.sock'])
  await harness.stop()
})

test('a socket that cannot be made is a spawn error that is tried again (EDGE-40, FCGI-05)', async () => {
  const harness = await createHarness(
    `[supervisord]\n[fcgi-program:app]\ncommand=/bin/cat\nsocket=tcp://h:9\n[program:other]\ncommand=/bin/cat`,
    { plugins: PLUGINS },
  )
  await harness.advance(1_001)
  await stop(harness, 'app')
  const other = harness.supervisor.openListenSocket({ kind: 'inet', host: 'h', port: 9 })
  const refused = harness.process('app').start()
  await assert.rejects(refused, /SPAWN_ERROR/)
  const { state, spawnError } = harness.process('app')
  assert.equal(state, 'BACKOFF')
  assert.equal(spawnError, 'Could not create FastCGI socket tcp://h:9: EADDRINUSE')
  assert.equal(harness.log().at(-1), `INFO spawnerr: ${spawnError}`)
  assert.equal(harness.process('other').state, 'RUNNING')
  other.close()
  await harness.advance(5_000)
  assert.equal(harness.process('app').state, 'RUNNING')
  await harness.stop()
})

test('a socket that cannot be made at the start is told, and nothing else suffers (FCGI-03)', async () => {
  const config =
    '[fcgi-program:a]\ncommand=/bin/cat\nsocket=tcp://h:9\n[fcgi-program:b]\ncommand=/bin/cat\nsocket=tcp://h:9'
  const harness = await start(config)
  await harness.advance(1_001)
  assert.equal(harness.process('a').state, 'RUNNING')
  assert.equal(harness.process('b').state, 'BACKOFF')
  await harness.stop()
})

test('a child that cannot be spawned gives the socket back (FCGI-04)', async () => {
  const harness = await start(`${APP}autostart=false`)
  harness.posix.children.failNextSpawn('EAGAIN')
  await assert.rejects(harness.process('app').start({ wait: false }), /SPAWN_ERROR/)
  await harness.advance(0)
  assert.deepEqual(sockets(harness), [])
  assert.deepEqual(socketLines(harness), [CREATING, CLOSING, CREATING, CLOSING])
  await harness.stop()
})

test('there is no way to write to the stdin of a FastCGI program (FCGI-01)', async () => {
  const harness = await start(
    `${APP}[unix_http_server]\nfile=/s\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface`,
  )
  await harness.advance(1_001)
  await assert.rejects(harness.rpc('supervisor.sendProcessStdin', 'app', 'x'), /NO_FILE: app/)
  await harness.stop()
})

test('each FastCGI program of a group has its socket, the plain ones have their pipe (EDGE-41)', async () => {
  const harness = await start(
    `${APP}${TWO}[fcgi-program:web]\ncommand=/bin/cat\nsocket=tcp://h:9\n[program:plain]\ncommand=/bin/cat\n` +
      '[group:g]\nprograms=app,web,plain\n[group:again]\nprograms=app',
  )
  await harness.advance(1_001)
  assert.deepEqual(sockets(harness).sort(), ['/run/app.sock', 'h port 9'])
  assert.equal(stdinOf(harness, 'g:app_0'), stdinOf(harness, 'g:app_1'))
  assert.equal(stdinOf(harness, 'g:app_0'), stdinOf(harness, 'again:app_1'))
  assert.notEqual(stdinOf(harness, 'g:app_0'), stdinOf(harness, 'g:web'))
  harness.process('g:plain').writeStdin('x')
  assert.throws(() => harness.process('g:web').writeStdin('x'), /NO_FILE/)
  await harness.stop()
})

test('what is changed about a socket is a change of its group (CFG-DIFF-01)', async () => {
  const harness = await start(APP)
  for (const change of [
    'socket_mode=0770',
    'socket_backlog=5',
    'socket_owner=www',
    'socket=unix:///run/b.sock',
  ]) {
    harness.setConfig(`[supervisord]\n${APP}${change}`)
    assert.deepEqual(harness.supervisor.reread(), { added: [], changed: ['app'], removed: [] }, change)
  }
  harness.setConfig('[supervisord]\n[fcgi-program:app]\ncommand=/bin/cat\nsocket=foo')
  assert.throws(() => harness.supervisor.reread(), {
    message:
      /Bad socket format foo in \[fcgi-program:app\] socket \[.*:4, section fcgi-program:app, option socket\]/,
  })
  await harness.stop()
})

test('another image of the program goes on with the same socket', async () => {
  const before = await start(APP + TWO)
  await before.advance(1_001)
  const fd = stdinOf(before, 'app:app_0')
  const harness = await before.replaceImage()
  harness.child('app:app_0').exit({ code: 1 })
  await harness.advance(0)
  assert.equal(stdinOf(harness, 'app:app_0'), fd)
  assert.deepEqual(sockets(harness), ['/run/app.sock'])
  await harness.stop()
})
