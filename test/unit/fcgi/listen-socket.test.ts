// Listening sockets through the C library, on the real system.

import assert from 'node:assert/strict'
import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { watchResources } from 'reeve/testing'
import { createAccounts } from '../../../core/posix/accounts.js'
import { loadLibc } from '../../../core/posix/libc.js'
import { createListenSockets } from '../../../core/posix/listen-socket.js'
import type { ListenFailure, ListenSocketRequest } from '../../../core/posix/port.js'
import { NOBODY } from '../../support/scratch.js'

const libc = loadLibc()
const { openListenSocket } = createListenSockets(libc, createAccounts(libc))
const folder = mkdtempSync(join(tmpdir(), 'rv-'))
const isRoot = process.getuid?.() === 0
after(() => rmSync(folder, { recursive: true }))

const unix = (name: string, mode = 0o700) =>
  ({ kind: 'unix', path: join(folder, name), mode, owner: null }) as const
const inet = (host: string, port: number) => ({ kind: 'inet', host, port }) as const

function open(request: ListenSocketRequest): number {
  const result = openListenSocket(request)
  assert.ok(typeof result === 'number', `not opened: ${JSON.stringify(result)}`)
  return result
}

function refused(request: ListenSocketRequest): ListenFailure {
  const result = openListenSocket(request)
  assert.ok(typeof result !== 'number')
  return result
}

/** The errno of an attempt to connect, or nothing. */
function tryConnect(where: { path: string } | { host: string; port: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const client = connect(where)
    client.on('connect', () => resolve(void client.destroy()))
    client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
}

/** A port that was free a moment ago. */
function freePort(host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen(0, host, () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

test('a unix socket has its mode, takes clients, does not block and is not inherited (FCGI-02)', async () => {
  const left = watchResources()
  const address = unix('a', 0o640)
  const umask = process.umask()
  const fd = open({ address, backlog: 3 })
  assert.ok(fd >= 10)
  assert.equal(statSync(address.path).mode & 0o777, 0o640)
  assert.equal(process.umask(), umask)
  assert.equal(await tryConnect(address), undefined)
  const { nonBlocking, closeOnExec, getStatusFlags, getDescriptorFlags } = libc.platform
  assert.equal(libc.fcntl(fd, getStatusFlags, 0) & nonBlocking, 0)
  assert.equal(libc.fcntl(fd, getDescriptorFlags, 0) & closeOnExec, closeOnExec)
  libc.close(fd)
  assert.equal(lstatSync(address.path).isSocket(), true)
  assert.equal(await tryConnect(address), 'ECONNREFUSED')
  assert.deepEqual(await left(), [])
})

test('a socket takes the place of one of its name (FCGI-02)', async () => {
  const address = unix('b')
  const first = open({ address })
  const before = lstatSync(address.path).ino
  const second = open({ address })
  libc.close(first)
  assert.notEqual(lstatSync(address.path).ino, before)
  assert.equal(await tryConnect(address), undefined)
  libc.close(second)
})

test('a trial leaves the socket of the name to who has it (EDGE-32)', async () => {
  const address = unix('c')
  const fd = open({ address })
  const before = lstatSync(address.path).ino
  libc.close(open({ address, trial: true }))
  assert.equal(lstatSync(address.path).ino, before)
  assert.equal(await tryConnect(address), undefined)
  libc.close(fd)
})

test('a file in the place of a FastCGI socket is never removed', () => {
  const address = unix('d')
  writeFileSync(address.path, 'precious')
  for (const trial of [false, true]) assert.equal(refused({ address, trial }).errno, 'EEXIST')
  assert.equal(readFileSync(address.path, 'utf8'), 'precious')
})

test('what cannot be has its errno, and leaves nothing (FCGI-02)', async () => {
  const left = watchResources()
  assert.equal(refused({ address: unix('none/x') }).errno, 'ENOENT')
  assert.equal(refused({ address: unix('x'.repeat(200)) }).errno, 'ENAMETOOLONG')
  const unknown = refused({ address: inet('no-such-host.invalid', 1) })
  assert.equal(unknown.errno, null)
  assert.match(unknown.reason, /^cannot look up no-such-host\.invalid: /)
  assert.deepEqual(await left(), [])
})

test('the owner is who was named, with the primary group where none was (CFG-FCGI-03)', {
  skip: !isRoot,
}, () => {
  const address = unix('e')
  const owned = (uid: number, gid: number | null) => {
    libc.close(open({ address: { ...address, owner: { uid, gid } } }))
    const status = statSync(address.path)
    return [status.uid, status.gid]
  }
  const account = createAccounts(libc).lookupUser('nobody')
  assert.deepEqual(owned(NOBODY.uid, null), [NOBODY.uid, account?.gid])
  assert.deepEqual(owned(NOBODY.uid, -1), [NOBODY.uid, process.getgid?.()])
  assert.deepEqual(owned(0, null), [0, process.getgid?.()])
})

for (const host of ['127.0.0.1', 'localhost', '::1']) {
  test(`a port on ${host} takes clients and can be had once, also right after its end (FCGI-02)`, async (t) => {
    const port = await freePort(host)
    if (port === undefined) return t.skip(`this machine has no ${host}`)
    const address = inet(host, port)
    const fd = open({ address })
    assert.equal(await tryConnect({ host: host === 'localhost' ? '127.0.0.1' : host, port }), undefined)
    assert.deepEqual(refused({ address }), {
      errno: 'EADDRINUSE',
      reason: 'EADDRINUSE: address already in use',
    })
    libc.close(fd)
    libc.close(open({ address }))
  })
}
