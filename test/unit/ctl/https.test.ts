import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createCtl } from '../../../core/ctl/ctl.js'
import { readSettings } from '../../../core/ctl/settings.js'
import { standardCtlPlugins } from '../../../plugins/standard-ctl.js'
import { createClient } from '../../../sdk/client/index.js'
import { encodeResponse } from '../../../sdk/xmlrpc/index.js'
import { makeCertificate } from '../../support/certificate.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { createMemoryTerminal } from './memory-terminal.js'

const skip = skipUnless('openssl')
let scratch: Scratch
let files: { readonly cert: string; readonly key: string }
let close = () => {}
let serverurl = ''
before(async () => {
  if (skip !== false) return
  scratch = new Scratch()
  files = makeCertificate(scratch, 'server')
  const server = createServer(
    { cert: readFileSync(files.cert), key: readFileSync(files.key) },
    (request, response) => {
      request.resume().on('end', () => response.end(encodeResponse('3.0')))
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  serverurl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => {
    server.closeAllConnections()
    server.close()
  }
})
after(async () => {
  close()
  await scratch?.remove()
})

test('a client trusts the authority that it is given, and no other', { skip }, async () => {
  const trusting = createClient({ serverurl, tls: { ca: readFileSync(files.cert) } })
  assert.equal(await trusting.supervisor.getVersion(), '3.0')
  trusting.close()
  const strict = createClient({ serverurl })
  await assert.rejects(strict.supervisor.getVersion(), {
    name: 'ConnectionError',
    errno: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
})

test('supervisorctl reads tls_ca from its section, and open takes an https url', { skip }, async () => {
  const file = scratch.at('c.conf')
  writeFileSync(file, '[supervisorctl]\nserverurl=unix:///nowhere\ntls_ca=%(here)s/server.pem\n')
  const surroundings = { program: 'supervisorctl', environment: {} }
  const given = {
    help: false,
    interactive: false,
    serverurl: null,
    username: null,
    password: null,
    words: [],
  }
  const settings = readSettings({ ...given, configuration: file }, surroundings)
  assert.deepEqual(settings.tls, { ca: files.cert, cert: null, key: null })
  const terminal = createMemoryTerminal()
  const plugins = standardCtlPlugins.map((plugin) => ({ plugin }))
  const ctl = createCtl({ settings, terminal, interactive: false, plugins })
  await ctl.run(`open ${serverurl}`)
  const client = ctl.connect()
  assert.equal(client.serverurl, serverurl)
  assert.equal(await client.supervisor.getVersion(), '3.0')
  client.close()
})
