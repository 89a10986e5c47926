import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { bindServer } from '../../../core/posix/sockets.js'
import type { ListenAddress } from '../../../sdk/supervisor.js'

const folder = mkdtempSync(join(tmpdir(), 'rv-'))
const servers: Server[] = []
after(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true })
})

let path = ''
let count = 0
beforeEach(() => {
  count += 1
  path = join(folder, `s${count}`)
})

function makeServer(): Server {
  const server = createServer((socket) => socket.on('error', () => {}).end('hello'))
  servers.push(server)
  return server
}

const unix = (socket: string): ListenAddress => ({
  kind: 'unix',
  path: socket,
  mode: 0o640,
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
})

function ask(where: string | { host: string; port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = typeof where === 'string' ? connect(where) : connect(where)
    let text = ''
    client.on('data', (data) => {
      text += data.toString()
    })
    client.on('end', () => resolve(text))
    client.on('error', reject)
  })
}

test('a unix socket has its mode, answers, and leaves no other name behind (WEB-41)', async () => {
  const umask = process.umask()
  const dispose = await bindServer(makeServer(), unix(path))
  assert.equal(statSync(path).mode & 0o777, 0o640)
  assert.equal(await ask(path), 'hello')
  assert.deepEqual(readdirSync(folder), [`s${count}`])
  assert.equal(process.umask(), umask)
  dispose()
  assert.equal(existsSync(path), false)
  dispose()
})

test('what somebody puts into the place of a socket that is being made keeps its mode and its owner', async () => {
  const victim = join(folder, 'victim')
  writeFileSync(victim, 'keep', { mode: 0o640 })
  const server = makeServer()
  server.once('listening', () => {
    const temporary = `${path}.${process.pid}`
    rmSync(temporary)
    symlinkSync(victim, temporary)
  })
  const address = { kind: 'unix', path, mode: 0o777, uid: -1, gid: -1 } as const
  await assert.rejects(bindServer(server, address), /was replaced while it was made/)
  assert.equal(statSync(victim).mode & 0o777, 0o640)
  assert.equal(existsSync(path), false)
})

test('a stale socket is removed and said so (WEB-41)', async () => {
  const dead = makeServer()
  await bindServer(dead, unix(path))
  await new Promise((resolve) => dead.close(resolve))
  assert.equal(existsSync(path), true)
  const notices: string[] = []
  const dispose = await bindServer(makeServer(), unix(path), { onNotice: (line) => notices.push(line) })
  assert.deepEqual(notices, [`Unlinking stale socket ${path}`])
  assert.equal(await ask(path), 'hello')
  dispose()
})

test('a socket that is answered is in use and stays (WEB-42)', async () => {
  const dispose = await bindServer(makeServer(), unix(path))
  const { ino } = statSync(path)
  const second = makeServer()
  await assert.rejects(bindServer(second, unix(path)), { code: 'REEVE_LISTEN', errno: 'EADDRINUSE' })
  assert.equal(second.listening, false)
  assert.equal(statSync(path).ino, ino)
  assert.equal(await ask(path), 'hello')
  dispose()
})

test('a file that is no socket is never removed', async () => {
  writeFileSync(path, 'precious')
  await assert.rejects(bindServer(makeServer(), unix(path)), { code: 'REEVE_LISTEN', errno: 'EEXIST' })
  assert.equal(statSync(path).size, 8)
  rmSync(path)
})

test('a socket that another instance has put in place is not removed at the end', async () => {
  const dispose = await bindServer(makeServer(), unix(path))
  rmSync(path)
  const other = await bindServer(makeServer(), unix(path))
  dispose()
  assert.equal(existsSync(path), true)
  other()
  assert.equal(existsSync(path), false)
})

test('a socket that cannot be removed at the end is told and stops nothing else', async () => {
  const place = join(folder, `d${count}`)
  const moved = `${place}.moved`
  mkdirSync(place)
  const notices: string[] = []
  const socket = join(place, 's')
  const dispose = await bindServer(makeServer(), unix(socket), { onNotice: (line) => notices.push(line) })
  renameSync(place, moved)
  symlinkSync(place, place)
  dispose()
  assert.deepEqual(notices, [`could not remove the socket ${socket}: ELOOP`])
})

test('failures to bind a unix socket have their errno', async () => {
  const missing = join(folder, 'no', 'socket')
  const cases = [
    [unix(missing), 'ENOENT', 2],
    [unix(join(folder, 'x'.repeat(100))), 'ENAMETOOLONG', 36],
  ] as const
  for (const [address, errno, errnoNumber] of cases) {
    await assert.rejects(bindServer(makeServer(), address), { code: 'REEVE_LISTEN', errno, errnoNumber })
  }
})

test('inet servers answer on every kind of address', async () => {
  for (const [host, client] of [
    ['127.0.0.1', '127.0.0.1'],
    ['', '127.0.0.1'],
    ['localhost', '127.0.0.1'],
  ] as const) {
    const server = makeServer()
    const dispose = await bindServer(server, { kind: 'inet', host, port: 0 })
    assert.equal(await ask({ host: client, port: (server.address() as AddressInfo).port }), 'hello')
    dispose()
  }
})

test('IPv6 works', async (context) => {
  const server = makeServer()
  try {
    await bindServer(server, { kind: 'inet', host: '::1', port: 0 })
  } catch (error) {
    assert.equal((error as { errno?: string }).errno, 'EADDRNOTAVAIL')
    return context.skip('this machine has no IPv6')
  }
  assert.equal(await ask({ host: '::1', port: (server.address() as AddressInfo).port }), 'hello')
})

test('a port in use and a name that does not resolve are ListenErrors (WEB-43)', async () => {
  const first = makeServer()
  await bindServer(first, { kind: 'inet', host: '127.0.0.1', port: 0 })
  const { port } = first.address() as AddressInfo
  await assert.rejects(bindServer(makeServer(), { kind: 'inet', host: '127.0.0.1', port }), {
    code: 'REEVE_LISTEN',
    errno: 'EADDRINUSE',
    errnoNumber: 98,
  })
  await assert.rejects(bindServer(makeServer(), { kind: 'inet', host: 'no.such.host.invalid', port: 0 }), {
    code: 'REEVE_LISTEN',
    errno: null,
  })
})
