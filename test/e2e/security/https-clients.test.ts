// Clients of servers with TLS and on IPv6: supervisorctl with its errors, and programs that call their supervisor.

import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { freePort, request } from '../../support/address.js'
import { makeCertificate } from '../../support/certificate.js'
import { startDaemon } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, repository, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { startInet } from './servers.js'

const skip = skipUnless('reeve', 'openssl')
const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
)
const skipIPv6 = hasIPv6 ? skip : 'this machine has no ::1'

function ctl(scratch: Scratch, section: string, ...words: readonly string[]) {
  const file = scratch.write('ctl.conf', `[supervisorctl]\n${section}\n`)
  return run(executable('reeve', 'supervisorctl'), ['-c', file, ...words], { environment: scratch.mark })
}

function withScratch(context: TestContext): Scratch {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  return scratch
}

test('supervisorctl works over https, with and without a certificate of its own', {
  skip,
}, async (context) => {
  const scratch = withScratch(context)
  makeCertificate(scratch, 'server', { names: 'DNS:localhost' })
  makeCertificate(scratch, 'me', { issuer: makeCertificate(scratch, 'people') })
  const pair = 'tls_cert=%(here)s/server.pem\ntls_key=%(here)s/server.key'
  const open = await startInet(context, { scratch, server: pair })
  const strict = await startInet(context, {
    server: `${pair.replaceAll('%(here)s', scratch.path)}\ntls_client_ca=${scratch.at('people.pem')}`,
  })
  await open.daemon.until('web', 'RUNNING')
  await strict.daemon.until('web', 'RUNNING')
  const trust = 'tls_ca=%(here)s/server.pem'
  const own = `${trust}\ntls_cert=%(here)s/me.pem\ntls_key=%(here)s/me.key`
  const url = `https://localhost:${open.port}`
  const guarded = `https://localhost:${strict.port}`
  const plain = await startInet(context)
  const status = await ctl(scratch, `serverurl=${url}\n${trust}`, 'status', 'web')
  assert.match(status.stdout, /^web +RUNNING/, status.stderr)
  assert.match((await ctl(scratch, own, '-s', guarded, 'status', 'web')).stdout, /^web +RUNNING/)
  const maintail = await ctl(scratch, own, '-s', guarded, 'maintail')
  assert.match(maintail.stdout, /supervisord started/)

  const mistakes: readonly (readonly [section: string, url: string, error: RegExp, advice: RegExp])[] = [
    ['', url, /SSLCertVerificationError'>, .*self-signed certificate/, /set tls_ca in \[supervisorctl\]/],
    [
      trust,
      url.replace('localhost', '127.0.0.1'),
      /altnames.*127\.0\.0\.1 is not in/,
      /a name into the serverurl/,
    ],
    [trust, url.replace('https', 'http'), /closed the connection without an answer/, /Then write https:/],
    [
      trust,
      `https://127.0.0.1:${plain.port}`,
      /\[SSL\] wrong version number/,
      /does not speak TLS there: write http:/,
    ],
    [trust, guarded, /certificate required/, /tls_cert and tls_key in \[supervisorctl\]/],
    ['tls_ca=%(here)s/none.pem', url, /tls_ca in \[supervisorctl\] cannot be read: ENOENT/, /^$/],
    [
      `${trust}\ntls_cert=%(here)s/me.pem`,
      url,
      /tls_cert and tls_key in \[supervisorctl\] need each other/,
      /^$/,
    ],
  ]
  for (const [section, serverurl, error, advice] of mistakes) {
    const { code, stdout, stderr } = await ctl(scratch, section, '-s', serverurl, 'status')
    assert.equal(code, 1, `${stdout}${stderr}`)
    assert.match(stdout, /^error: <class '[^']+'>, .*: server: https?:\/\/\S+\n$/)
    assert.match(stdout, error)
    assert.match(stderr, advice)
  }
})

test('a program reaches a supervisor whose only server has TLS', { skip }, async (context) => {
  const scratch = withScratch(context)
  makeCertificate(scratch, 'server')
  scratch.write(
    'caller.mjs',
    `import { writeFileSync } from 'node:fs'
     import { supervisorClient } from ${JSON.stringify(join(repository, 'dist/sdk/listener/index.js'))}
     const client = await supervisorClient()
     const name = await client.supervisor.getIdentification()
     writeFileSync('said', process.env.SUPERVISOR_SERVER_URL + ' ' + name)
     client.close()`,
  )
  const port = await freePort()
  const daemon = await startDaemon({
    kind: 'reeve',
    scratch,
    bare: true,
    config: `[supervisord]
logfile=%(here)s/main.log
pidfile=%(here)s/main.pid
[inet_http_server]
port=127.0.0.1:${port}
tls_cert=%(here)s/server.pem
tls_key=%(here)s/server.key
[program:caller]
command=${process.execPath} %(here)s/caller.mjs
environment=SUPERVISOR_TLS_CA="%(here)s/server.pem"
directory=%(here)s
startsecs=0
autorestart=false
redirect_stderr=true
stdout_logfile=%(here)s/caller.log
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface`,
  })
  context.after(() => daemon.close())
  const said = await waitFor(() => (scratch.has('said') && scratch.read('said')) || undefined, {
    what: 'the program to have called',
    instead: () => (scratch.has('caller.log') ? scratch.read('caller.log') : ''),
  })
  assert.equal(said, `https://127.0.0.1:${port} supervisor`)
})

test('servers on IPv6 and clients of them', { skip: skipIPv6 }, async (context) => {
  const scratch = withScratch(context)
  makeCertificate(scratch, 'server')
  const secure = await startInet(context, {
    scratch,
    host: '[::1]',
    server: 'tls_cert=%(here)s/server.pem\ntls_key=%(here)s/server.key',
  })
  const all = await startInet(context, { host: '[::]' })
  await secure.daemon.until('web', 'RUNNING')
  await all.daemon.until('web', 'RUNNING')
  const trust = 'tls_ca=%(here)s/server.pem'
  for (const url of [
    `https://[::1]:${secure.port}`,
    `http://[::1]:${all.port}`,
    // All addresses are IPv4's too.
    `http://127.0.0.1:${all.port}`,
    `http://localhost:${all.port}`,
  ]) {
    const { stdout } = await ctl(scratch, `serverurl=${url}\n${trust}`, 'status', 'web')
    assert.match(stdout, /^web +RUNNING/, url)
  }
  const page = await request({ host: '::1', port: all.port }, 'GET', '/', {
    headers: { Host: `[::1]:${all.port}`, 'Sec-Fetch-Site': 'none' },
  })
  assert.equal(page.status, 200)
  assert.equal(secure.daemon.matching(/ (ERRO|CRIT) (?!Super|Server)/).length, 0)
})
