// What the pages show to who may only look, and when anybody could be there.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freePort } from '../support/address.js'
import { makeCertificate } from '../support/certificate.js'
import { startDaemon } from '../support/daemon.js'
import { Scratch } from '../support/scratch.js'
import { skipUnless } from '../support/systems.js'
import { BLANK, launch, openPages, row, skip } from './pages.js'

const CONFIG = '[program:web]\ncommand=sleep 1000\nstartsecs=0'

test('a viewer sees everything, with buttons that are off and say why', { skip }, async (context) => {
  const { page, daemon, complaints } = await openPages(context, {
    config: CONFIG,
    server: 'username=boss\npassword=all\nreadonly_username=viewer\nreadonly_password=look',
    context: { httpCredentials: { username: 'viewer', password: 'look', send: 'always' } },
  })
  await row(page, 'web').getByText('RUNNING').waitFor()
  const banner = page.locator('.banner')
  await banner.getByText('look at everything and change nothing').waitFor()
  const buttons = page.getByRole('button', { name: /^(Start|Stop|Restart|Clear logs|Signal)/ })
  assert.ok((await buttons.count()) >= 6)
  for (const button of await buttons.all()) {
    assert.equal(await button.isDisabled(), true)
    assert.match((await button.getAttribute('title')) ?? '', /change nothing/)
  }
  await page.goto(`${page.url().replace(/#.*/, '')}#/process/web`)
  await page.getByRole('heading', { name: 'web', exact: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Stop', exact: true }).isDisabled(), true)
  await page.keyboard.press('x')
  await page.getByText('look at everything and change nothing').nth(1).waitFor()
  assert.equal((await daemon.info('web')).statename, 'RUNNING')
  assert.deepEqual(complaints, [])
})

test('the live page works over https', {
  skip: skipUnless('reeve', 'chromium', 'openssl'),
}, async (context) => {
  const scratch = new Scratch()
  makeCertificate(scratch, 'server')
  const { page, daemon, complaints } = await openPages(context, {
    config: CONFIG,
    scratch,
    scheme: 'https',
    server: 'tls_cert=%(here)s/server.pem\ntls_key=%(here)s/server.key',
    context: { ignoreHTTPSErrors: true },
  })
  await row(page, 'web').getByText('RUNNING').waitFor()
  await row(page, 'web').getByRole('button', { name: /^Stop/ }).click()
  await row(page, 'web').getByText('STOPPED').waitFor()
  assert.equal((await daemon.info('web')).statename, 'STOPPED')
  assert.deepEqual(complaints, [])
})

test('a server beyond this machine without a password is told on every page', { skip }, async (context) => {
  const port = await freePort()
  const daemon = await startDaemon({ kind: 'reeve', config: `${CONFIG}\n[inet_http_server]\nport=*:${port}` })
  context.after(() => daemon.close())
  await daemon.logged(/CRIT Server 'inet_http_server' running without any HTTP authentication checking/)
  const browser = await launch()
  context.after(() => browser.close())
  const page = await browser.newPage()
  for (const path of ['/', '/index.html']) {
    await page.goto(`http://127.0.0.1:${port}${path}`)
    await page.getByRole('alert').getByText('Set username and password in [inet_http_server]').waitFor()
  }
  const plain = await openPages(context, { config: CONFIG, path: BLANK })
  await Promise.all([plain.page.waitForResponse(/\/ui\/session$/), plain.page.goto(`${plain.url}/`)])
  await row(plain.page, 'web').getByText('RUNNING').waitFor()
  assert.equal(await plain.page.getByRole('alert').count(), 0)
  await plain.page.goto(`${plain.url}/index.html`)
  assert.equal(await plain.page.getByRole('alert').count(), 0)
})
