// A page of another site, and one that has bent its name to our address: they can do nothing, and read nothing.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { freePort } from '../support/address.js'
import { type Daemon, startDaemon } from '../support/daemon.js'
import { encodeCall } from '../support/xmlrpc.js'
import { launch, skip } from './pages.js'

const PROGRAM = `[program:web]
command=sh -c 'echo hello; exec sleep 1000'
startsecs=0`

async function start(context: TestContext, server = '') {
  const port = await freePort()
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `${PROGRAM}\n[inet_http_server]\nport=127.0.0.1:${port}\n${server}`,
  })
  context.after(() => daemon.close())
  const { pid } = await daemon.until('web', 'RUNNING')
  return { daemon, port, pid }
}

/** Names that lead here: for the browser they are sites as any other. */
async function openBrowser(context: TestContext): Promise<Browser> {
  const browser = await launch('--host-resolver-rules=MAP *.example 127.0.0.1')
  context.after(() => browser.close())
  return browser
}

/** A site with one page; gives its port. */
async function serveSite(context: TestContext, html: (own: number) => string): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(html(port))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  context.after(() => server.close())
  return port
}

/** Whatever a page can send without being asked; each attempt ends, one way or the other. */
function attack(target: string): string {
  const stop = JSON.stringify(encodeCall('supervisor.stopAllProcesses', []))
  return `<!DOCTYPE html><title>trying</title>
<form id="form" method="post" action="${target}/index.html?action=stopall" target="sink"></form>
<form id="text" method="post" enctype="text/plain" action="${target}/RPC2" target="sink2">
<input name='<?xml version="1.0"?><methodCall a' value='"b"><methodName>supervisor.shutdown</methodName></methodCall>'></form>
<iframe name="sink"></iframe><iframe name="sink2"></iframe><iframe id="frame" src="${target}/"></iframe>
<script>
const tried = []
const image = (path) => new Promise((done) => { const one = new Image(); one.onload = one.onerror = done; one.src = '${target}' + path })
const send = (path, request) => fetch('${target}' + path, request).then((answer) => answer.text()).catch(String)
const loaded = (name) => new Promise((done) => { document.getElementsByName(name)[0].onload = done })
async function attack() {
  for (const action of ['stopall', 'restartall']) tried.push(image('/index.html?action=' + action))
  for (const action of ['stop', 'restart', 'clearlog']) tried.push(image('/index.html?processname=web&action=' + action))
  for (const mode of ['no-cors', 'cors']) for (const referrerPolicy of ['no-referrer', 'unsafe-url']) for (const credentials of ['include', 'omit']) {
    const common = { mode, referrerPolicy, credentials }
    tried.push(send('/index.html?action=stopall', { ...common, headers: { 'Accept-Language': '' } }))
    tried.push(send('/index.html?action=stopall', { ...common, method: 'POST', body: 'x=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }))
    tried.push(send('/RPC2', { ...common, method: 'POST', body: ${stop}, headers: { 'content-type': 'text/plain' } }))
    tried.push(send('/api/v1/programs/web/stop', { ...common, method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }))
    tried.push(send('/api/v1/shutdown', { ...common, method: 'POST' }))
  }
  tried.push(send('/api/v1/shutdown', { method: 'POST', headers: { 'x-reeve-token': 'x', 'content-type': 'application/json' } }))
  for (const path of ['/ui/session', '/api/v1/programs', '/logtail/web', '/index.html', '/api/v1/events?snapshot=true']) {
    tried.push(send(path, { credentials: 'include' }).then((text) => { if (/token|hello|web/.test(text)) document.body.append('READ ' + path) }))
  }
  navigator.sendBeacon('${target}/RPC2', ${stop})
  tried.push(loaded('sink'), loaded('sink2'))
  document.getElementById('form').submit()
  document.getElementById('text').submit()
  await Promise.all(tried)
  document.title = 'tried ' + tried.length
}
attack()
</script><a href="${target}/index.html?action=stopall">a link</a>`
}

async function assertNothingHappened(daemon: Daemon, pid: number): Promise<void> {
  assert.equal((await daemon.info('web')).pid, pid)
  assert.equal(await daemon.ask('readProcessStdoutLog', 'web', 0, 100), 'hello\n')
  assert.deepEqual(await daemon.ask('getState'), { statecode: 1, statename: 'RUNNING' })
  assert.deepEqual(
    daemon.written.filter((line) => /(stopped|waiting for|received|SIGTERM|Restarting)/.test(line)),
    [],
  )
}

for (const [what, server] of [
  ['with a password that the browser knows', 'username=u\npassword=p\nallowed_hosts=lan.example'],
  ['without a password', 'allowed_hosts=lan.example'],
] as const) {
  // Browsers say more about who asks to loopback addresses than to others.
  for (const name of ['127.0.0.1', 'localhost', 'lan.example']) {
    test(`a foreign page can do nothing to ${name} ${what}`, { skip }, async (context) => {
      const { daemon, port, pid } = await start(context, server)
      const target = `http://${name}:${port}`
      const browser = await openBrowser(context)
      const visit = await browser.newContext({ httpCredentials: { username: 'u', password: 'p' } })
      // The operator has our page open.
      await (await visit.newPage()).goto(`${target}/index.html`)
      for (const site of ['evil.example', 'localhost', 'other.lan.example']) {
        const port = await serveSite(context, () => attack(target))
        const page = await visit.newPage()
        await page.goto(`http://${site}:${port}/`)
        await page.waitForFunction(() => document.title.startsWith('tried '))
        assert.doesNotMatch((await page.locator('body').textContent()) ?? '', /READ \//)
        assert.equal(await page.frameLocator('#frame').getByText('web').count(), 0)
        await page.getByText('a link').click()
        await page.waitForURL(/action=stopall/)
        assert.match((await page.content()).toString(), /Forbidden/)
      }
      await assertNothingHappened(daemon, pid)
    })
  }
}

test('a site that bends its name to our address finds nobody at home', { skip }, async (context) => {
  const { daemon, port, pid } = await start(context)
  const browser = await openBrowser(context)
  const page = await browser.newPage()
  const answer = await page.goto(`http://evil.example:${port}/`)
  assert.equal(answer?.status(), 403)
  assert.match(await page.content(), /allowed_hosts/)
  const statuses = await page.evaluate(
    async (call) => {
      const got: number[] = []
      for (const path of ['/api/v1/programs', '/logtail/web', '/ui/session', '/index.html?action=stopall']) {
        got.push((await fetch(path, { headers: { 'Accept-Language': '' } })).status)
      }
      got.push((await fetch('/RPC2', { method: 'POST', body: call })).status)
      got.push((await fetch('/api/v1/shutdown', { method: 'POST' })).status)
      return got
    },
    encodeCall('supervisor.stopAllProcesses', []),
  )
  assert.deepEqual(statuses, Array(6).fill(403))
  await assertNothingHappened(daemon, pid)
})

test('a name in allowed_hosts shows the pages, and their buttons work', { skip }, async (context) => {
  const { daemon, port, pid } = await start(context, 'allowed_hosts=*.example')
  const browser = await openBrowser(context)
  const page = await browser.newPage()
  await page.goto(`http://lan.example:${port}/index.html`)
  await page.getByRole('button', { name: 'Restart', exact: true }).click()
  await page.getByText('Process web restarted').waitFor()
  await page.getByRole('link', { name: 'Refresh' }).click()
  await page.getByText('Page refreshed').waitFor()
  assert.notEqual((await daemon.info('web')).pid, pid)
})
