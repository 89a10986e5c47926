// FastCGI programs on the built daemon: what only the system can show.

import assert from 'node:assert/strict'
import { lstatSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { type TestContext, test } from 'node:test'
import { askSocket } from '../../support/ask-socket.js'
import { type Daemon, type DaemonOptions, startDaemon } from '../../support/daemon.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'

const SERVER = `import os, socket
listener = socket.socket(fileno=0)
while True:
    client, _ = listener.accept()
    client.sendall(os.environ['SUPERVISOR_PROCESS_NAME'].encode())
    client.close()
`
const PROGRAM = '[fcgi-program:app]\ncommand=/usr/bin/python3 %(here)s/server.py\n'
const skip = skipUnless('reeve', 'python3')

async function start(t: TestContext, config: string, more: Partial<DaemonOptions> = {}): Promise<Daemon> {
  const scratch = more.scratch ?? new Scratch()
  scratch.write('server.py', SERVER)
  const daemon = await startDaemon({ kind: 'reeve', scratch, config, ...more })
  t.after(async () => {
    await daemon.close()
    await scratch.remove()
  })
  return daemon
}

/** Takes a free port; null where the machine has no such address. */
function occupy(host: string): Promise<{ readonly server: Server; readonly port: number } | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(null))
    server.listen(0, host, () => resolve({ server, port: (server.address() as { port: number }).port }))
  })
}

const free = (server: Server) => new Promise((resolve) => server.close(resolve))

test('a port in use is a spawn error, and the start succeeds when it is free (EDGE-40)', {
  skip,
}, async (t) => {
  const taken = await occupy('127.0.0.1')
  assert.ok(taken !== null)
  const { server, port } = taken
  t.after(() => server.close())
  const daemon = await start(
    t,
    `${PROGRAM}socket=tcp://127.0.0.1:${port}\nstartretries=20\n[program:other]\ncommand=sleep 1000`,
  )
  await daemon.until('other', 'RUNNING')
  const { spawnerr } = await daemon.until('app', 'BACKOFF')
  const text = `Could not create FastCGI socket tcp://127.0.0.1:${port}: EADDRINUSE: address already in use`
  assert.equal(spawnerr, text)
  await daemon.logged(new RegExp(`ERRO ${text}`))
  await free(server)
  await daemon.until('app', 'RUNNING')
  assert.equal(await askSocket({ host: '127.0.0.1', port }), 'app')
})

test('a FastCGI program serves an IPv6 address', { skip }, async (t) => {
  const taken = await occupy('::1')
  if (taken === null) return t.skip('this machine has no ::1')
  await free(taken.server)
  const daemon = await start(t, `${PROGRAM}socket=tcp://[::1]:${taken.port}`)
  await daemon.until('app', 'RUNNING')
  await daemon.logged(new RegExp(`Creating socket tcp://\\[::1\\]:${taken.port}`))
  assert.equal(await askSocket({ host: '::1', port: taken.port }), 'app')
})

test('a second daemon leaves the socket of the first alone (EDGE-32)', { skip }, async (t) => {
  const scratch = new Scratch()
  const config = `${PROGRAM}socket=unix://%(here)s/app.sock`
  const first = await start(t, config, { scratch })
  await first.until('app', 'RUNNING')
  const path = scratch.at('app.sock')
  const { ino } = lstatSync(path)
  const second = await start(t, config, { scratch, unready: true })
  assert.equal(await second.exit(), 2)
  assert.equal(lstatSync(path).ino, ino)
  assert.equal(await askSocket({ path }), 'app')
})

test('the socket belongs to the user of the program, who takes clients on it (CFG-FCGI-03)', {
  skip: skipUnless('reeve', 'python3', 'root'),
}, async (t) => {
  const daemon = await start(t, `${PROGRAM}socket=unix://%(here)s/app.sock\nuser=${NOBODY.uid}`)
  await daemon.until('app', 'RUNNING')
  const path = daemon.scratch.at('app.sock')
  const { uid, mode } = statSync(path)
  assert.deepEqual([uid, mode & 0o777], [NOBODY.uid, 0o700])
  assert.equal(await askSocket({ path }), 'app')
})

test('a restart of supervisord serves the same socket again', { skip }, async (t) => {
  const daemon = await start(t, `${PROGRAM}socket=unix://%(here)s/app.sock`)
  await daemon.until('app', 'RUNNING')
  daemon.signal('SIGHUP')
  await daemon.logged(/supervisord started with pid/, 2)
  await daemon.until('app', 'RUNNING')
  assert.equal(await askSocket({ path: daemon.scratch.at('app.sock') }), 'app')
  assert.deepEqual(
    daemon.written.flatMap((line) => /(?:Creating|Closing) socket/.exec(line) ?? []),
    [
      'Creating socket',
      'Closing socket',
      'Creating socket',
      'Closing socket',
      'Creating socket',
      'Closing socket',
      'Creating socket',
    ],
  )
})
