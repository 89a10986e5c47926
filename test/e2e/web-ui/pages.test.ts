// The web pages of the built program, through a port with a password: WEB-07, WEB-30, WEB-32, WEB-40.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freePort } from '../../support/address.js'
import { startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'

const skip = skipUnless('reeve')
const credentials = { username: 'user', password: 'pass' }
const authorization = `Basic ${Buffer.from('user:pass').toString('base64')}`

async function start() {
  const address = { host: '127.0.0.1', port: await freePort() }
  const daemon = await startDaemon({
    kind: 'reeve',
    address,
    credentials,
    config: `[inet_http_server]
port=127.0.0.1:${address.port}
username=user
password=pass
[program:web]
command=sh -c "echo hello; exec sleep 1000"
startsecs=0
autostart=false`,
  })
  const url = `http://127.0.0.1:${address.port}`
  const ask = (method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}) =>
    daemon.http(method, path, {
      headers: { Host: `127.0.0.1:${address.port}`, Authorization: authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    })
  return { daemon, url, ask }
}

test('a button of the page starts its process, and the next page says so (WEB-32)', { skip }, async () => {
  const { daemon, url, ask } = await start()
  try {
    const page = (await ask('GET', '/')).body.toString()
    const token = /name="token" value="(\w+)"/.exec(page)?.[1]
    const target = /formaction="([^"]*action=start)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    const answer = await ask('POST', `/${target}`, `token=${token}`, {
      Origin: url,
      'Content-Type': 'application/x-www-form-urlencoded',
    })
    assert.equal(answer.status, 301)
    const location = answer.headers.location ?? ''
    assert.equal(location, `${url}/?message=Process%20web%20started`)
    const next = (await ask('GET', location.slice(url.length))).body.toString()
    assert.match(next, />Process web started<\/div>/)
    assert.match(next, /<span class="statusrunning">running<\/span>/)
    assert.equal((await daemon.info('web')).statename, 'RUNNING')
  } finally {
    await daemon.close()
  }
})

test('the built program finds its style sheet, images and templates (WEB-07)', { skip }, async () => {
  const { daemon, ask } = await start()
  try {
    const page = (await ask('GET', '/tail.html?processname=web')).body.toString()
    assert.match(page, /<title>Supervisor tail of process web<\/title>/)
    const named = [...page.matchAll(/(?:href|src)="((?:stylesheets|images)\/[^"]*)"/g)].map(
      (match) => match[1],
    )
    assert.ok(named.length >= 2)
    for (const path of [...named, 'images/supervisor.gif']) {
      assert.equal((await ask('GET', `/${path}`)).status, 200, path)
      assert.equal((await ask('GET', `/${path}`, undefined, { Authorization: '' })).status, 401, path)
    }
  } finally {
    await daemon.close()
  }
})

test('a script that follows redirects ends on the status page (WEB-30)', { skip }, async () => {
  const { daemon, url } = await start()
  try {
    // As `curl -L` does it: neither Origin nor Sec-Fetch-Site.
    const answer = await fetch(`${url}/index.html?processname=web&action=start`, {
      headers: { Authorization: authorization },
    })
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), />Process web started<\/div>/)
    assert.equal((await daemon.info('web')).statename, 'RUNNING')
  } finally {
    await daemon.close()
  }
})
