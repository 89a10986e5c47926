// TLS on inet servers: everything that a server serves, clients with certificates, and certificates that change.

import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { connect as tlsConnect } from 'node:tls'
import { type Address, exchange, request } from '../../support/address.js'
import { type Certificate, makeCertificate, trusting } from '../../support/certificate.js'
import { writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { call } from '../../support/xmlrpc.js'
import { startInet, untilSaid } from './servers.js'

const skip = skipUnless('reeve', 'openssl')
const CERTIFICATE = 'tls_cert=%(here)s/server.pem\ntls_key=%(here)s/server.key'

function withCertificates(context: TestContext) {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const authority = makeCertificate(scratch, 'authority')
  return { scratch, authority, server: makeCertificate(scratch, 'server', { issuer: authority }) }
}

function secure(port: number, authority: Certificate, own?: Certificate): Address {
  return { host: '127.0.0.1', port, tls: trusting(authority, own) }
}

/** The serial number of the certificate that is served. */
function servedAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().serialNumber)
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

test('XML-RPC, the JSON API, pages, streams and tails work over https', { skip }, async (context) => {
  const { scratch, authority } = withCertificates(context)
  const { port, daemon } = await startInet(context, { scratch, server: CERTIFICATE })
  const address = secure(port, authority)
  await untilSaid(daemon)
  assert.deepEqual(await call(address, 'supervisor.getAPIVersion'), { value: '3.0' })
  assert.equal((await request(address, 'GET', '/api/v1/programs')).status, 200)
  assert.match((await request(address, 'GET', '/')).body.toString(), /Reeve/)
  assert.match((await request(address, 'GET', '/tail.html?processname=web')).body.toString(), /hello/)
  const action = await request(address, 'GET', '/index.html?action=refresh', {
    headers: { Host: `localhost:${port}` },
  })
  assert.match(action.headers.location ?? '', new RegExp(`^https://localhost:${port}/\\?message=`))
  const told = await daemon.control(['-s', `https://127.0.0.1:${port}`, 'tail', 'web'])
  assert.match(told.stdout, /CERTIFICATE_VERIFY_FAILED/)
  for (const path of ['/logtail/web', '/api/v1/events?snapshot=true']) {
    const text = await firstOf(address, path)
    assert.match(text, /hello|event: snapshot/, text)
  }
})

/** What a stream sends until it has said what it is about. */
function firstOf(address: Address, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if ('socketPath' in address) throw new Error('a stream over TLS needs a port')
    const socket = tlsConnect({ host: address.host, port: address.port, ...address.tls })
    let text = ''
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    socket.on('error', reject)
    socket.on('end', () => resolve(text))
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      if (!/hello|event: snapshot/.test(text)) return
      resolve(text)
      socket.destroy()
    })
  })
}

test('with tls_client_ca only clients with a certificate of that authority come in', {
  skip,
}, async (context) => {
  const { scratch, authority } = withCertificates(context)
  const people = makeCertificate(scratch, 'people')
  const known = makeCertificate(scratch, 'known', { issuer: people })
  const stranger = makeCertificate(scratch, 'stranger')
  const { port } = await startInet(context, {
    scratch,
    server: `${CERTIFICATE}\ntls_client_ca=%(here)s/people.pem`,
  })
  assert.deepEqual(await call(secure(port, authority, known), 'supervisor.getAPIVersion'), { value: '3.0' })
  await assert.rejects(call(secure(port, authority), 'supervisor.getAPIVersion'))
  await assert.rejects(call(secure(port, authority, stranger), 'supervisor.getAPIVersion'))
})

test('what is no TLS is cut off, and the server goes on', { skip }, async (context) => {
  const { scratch, authority } = withCertificates(context)
  const { port, daemon } = await startInet(context, { scratch, server: CERTIFICATE })
  const plain = { host: '127.0.0.1', port }
  await assert.rejects(exchange(plain, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
  await assert.rejects(exchange(plain, Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])))
  assert.deepEqual(await call(secure(port, authority), 'supervisor.getAPIVersion'), { value: '3.0' })
  assert.deepEqual(daemon.matching(/ (ERRO|CRIT) (?!Super|Server)/), [])
})

test('a reload takes up new certificates, and refuses ones that cannot be used', {
  skip,
}, async (context) => {
  const { scratch } = withCertificates(context)
  const { port, daemon } = await startInet(context, { scratch, server: CERTIFICATE })
  const first = await servedAt(port)
  makeCertificate(scratch, 'server')
  assert.equal(await servedAt(port), first)
  daemon.signal('SIGHUP')
  await daemon.logged(/supervisord started with pid/, 2)
  const second = await servedAt(port)
  assert.notEqual(second, first)

  copyFileSync(makeCertificate(scratch, 'other').key, scratch.at('server.key'))
  const { pid } = await daemon.until('web', 'RUNNING')
  const reread = await daemon.call('reloadConfig')
  assert.ok('fault' in reread && reread.fault === 92, JSON.stringify(reread))
  assert.match(
    reread.text,
    /tls_key is not the key of tls_cert \[.*c\.conf:\d+, section inet_http_server, option tls_key\]/,
  )
  daemon.signal('SIGHUP')
  await daemon.logged(/tls_key is not the key of tls_cert/)
  assert.equal(await servedAt(port), second)
  assert.equal((await daemon.info('web')).pid, pid)
})

test('certificates that cannot be used are told all at once, and nothing is started', {
  skip,
}, async (context) => {
  const { scratch } = withCertificates(context)
  makeCertificate(scratch, 'locked', { passphrase: 'distinctive' })
  scratch.write('text.pem', 'no certificate')
  const cases: readonly (readonly [server: string, ...problems: RegExp[]])[] = [
    ['tls_cert=%(here)s/server.pem', /tls_cert needs tls_key beside it .*option tls_cert/],
    ['tls_key=%(here)s/server.key', /tls_key needs tls_cert beside it .*option tls_key/],
    ['tls_client_ca=%(here)s/server.pem', /tls_client_ca needs tls_cert beside it .*option tls_client_ca/],
    [
      'tls_cert=/nowhere.pem\ntls_key=%(here)s/text.pem\ntls_client_ca=%(here)s/text.pem\nreadonly_username=v',
      /tls_cert cannot be read: ENOENT.*:\d+, section inet_http_server, option tls_cert\]/,
      /tls_key is not a PEM file of that kind .*option tls_key/,
      /tls_client_ca is not a PEM file of that kind .*option tls_client_ca/,
      /readonly_username needs username .*option readonly_username/,
    ],
    ['tls_cert=%(here)s/authority.pem\ntls_key=%(here)s/server.key', /tls_key is not the key of tls_cert/],
    ['tls_cert=%(here)s/locked.pem\ntls_key=%(here)s/locked.key', /tls_key .*has a passphrase/],
  ]
  for (const [server, ...problems] of cases) {
    const file = writeConfig(
      scratch,
      `[inet_http_server]\nport=127.0.0.1:1\n${server}\n[program:a]\ncommand=touch ${scratch.at('started')}`,
    )
    const { code, stderr } = await run(executable('reeve', 'supervisord'), ['-n', '-c', file])
    assert.equal(code, 2, stderr)
    for (const problem of problems) assert.match(stderr, problem)
    assert.equal(stderr.match(/^Error: /gm)?.length, problems.length, stderr)
    assert.equal(scratch.has('started'), false)
  }
})

test('a key that the user of the daemon cannot read prevents the start', {
  skip: skipUnless('reeve', 'openssl', 'root'),
}, async (context) => {
  const { scratch, server } = withCertificates(context)
  const file = writeConfig(
    scratch,
    `[inet_http_server]\nport=127.0.0.1:1\n${CERTIFICATE}\n[supervisord]\nuser=nobody`,
  )
  scratch.giveTo(NOBODY)
  await run('chown', ['0:0', server.key])
  await run('chmod', ['600', server.key])
  const { code, stderr } = await run(executable('reeve', 'supervisord'), ['-n', '-c', file])
  assert.equal(code, 2, stderr)
  assert.match(stderr, /tls_key cannot be read: EACCES.*option tls_key\]/)
})

test('OpenSSL is loaded for a server with TLS only', { skip }, async (context) => {
  const { scratch } = withCertificates(context)
  const isTls = '(one) => /^NativeModule (tls|https|_tls_wrap)$/.test(one)'
  const loaded = scratch.write(
    'loaded.mjs',
    `import { rpcHooks } from 'reeve/sdk'
     export default { name: 'loaded', apply(supervisor) {
       rpcHooks(supervisor).namespaces.tap('loaded', (registry) => registry.add('loaded', { methods: {
         list: () => process.moduleLoadList.filter(${isTls}),
       } }))
     } }`,
  )
  // In newer lines of Node node:http itself brings some of it.
  const bare = `import 'node:http'; console.log(JSON.stringify(process.moduleLoadList.filter(${isTls})))`
  const brought = JSON.parse((await run(process.execPath, [scratch.write('bare.mjs', bare)])).stdout)
  const plain = await startInet(context, { args: ['--plugin', loaded] })
  const address = { host: '127.0.0.1', port: plain.port }
  assert.equal((await request(address, 'GET', '/api/v1/programs')).status, 200)
  assert.deepEqual(await plain.daemon.ask('loaded.list'), brought)
  const secured = await startInet(context, { scratch, server: CERTIFICATE, args: ['--plugin', loaded] })
  const list = (await secured.daemon.ask('loaded.list')) as string[]
  assert.ok(list.includes('NativeModule tls'), list.join())
})
