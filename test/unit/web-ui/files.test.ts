import assert from 'node:assert/strict'
import { test } from 'node:test'
import { program } from '../http/served.js'
import { servePages } from './pages.js'

test('the tail page shows the end of stdout (WEB-38)', async (context) => {
  const { get, post, harness } = await servePages(context, {
    config:
      program('web', 'stdout_logfile=/var/log/web') +
      program('bin', 'stdout_logfile=/var/log/bin') +
      program('none', 'stdout_logfile=NONE'),
  })
  harness.posix.files.put('/var/log/web', `${'x'.repeat(3000)}<end>`)
  harness.posix.files.put('/var/log/bin', Buffer.from([0x61, 0xff, 0x62]))
  const read = async (query: string) => {
    const page = (await get(`/tail.html${query}`)).body.toString()
    const text = /<pre>(.*)<\/pre>/s.exec(page)?.[1] ?? ''
    return {
      title: /<title>(.*)<\/title>/.exec(page)?.[1],
      text: text.replace(/x{9,}/, (run) => `x*${run.length}`),
      refresh: /href="(tail\.html[^"]*)"/.exec(page)?.[1],
    }
  }
  const title = 'Supervisor tail of process web'
  const usual = { title, text: 'x*1019&lt;end&gt;', refresh: 'tail.html?processname=web&amp;limit=1024' }
  for (const limit of ['', '&limit=5', '&limit=0', '&limit=-3000', '&limit=abc', '&limit=1e9']) {
    assert.deepEqual(await read(`?processname=web${limit}`), usual, limit)
  }
  const more = { title, text: 'x*1995&lt;end&gt;', refresh: 'tail.html?processname=web&amp;limit=2000' }
  assert.deepEqual(await read('?processname=web&limit=2000'), more)
  assert.equal((await read(`?processname=web&limit=${'9'.repeat(400)}`)).text, 'x*3000&lt;end&gt;')
  assert.equal((await read('?processname=bin')).text, 'a\ufffdb')
  for (const query of ['', '?processname=']) {
    assert.deepEqual(await read(query), {
      title: 'Supervisor tail of process None',
      text: 'No process name found',
      refresh: undefined,
    })
  }
  assert.equal((await read('?processname=none')).text, 'No file for none')
  for (const name of ['nosuch', 'web:*']) {
    const text = `ERROR: unexpected rpc fault [10] BAD_NAME: ${name}`
    assert.equal((await read(`?processname=${name}`)).text, text)
  }
  assert.match((await post('/tail.html', 'processname=web')).body.toString(), /&lt;end&gt;/)
})

test('the tail page shows 16 MiB at most', async (context) => {
  const { get, harness } = await servePages(context, {
    config: program('web', 'stdout_logfile=/var/log/web'),
  })
  const most = 16 * 1024 * 1024
  harness.posix.files.put('/var/log/web', Buffer.alloc(most + 1000, 'x'))
  for (const limit of [most + 1, '9'.repeat(400)]) {
    const page = (await get(`/tail.html?processname=web&limit=${limit}`)).body.toString('latin1')
    assert.equal(page.lastIndexOf('x</pre>') - page.indexOf('<pre>x') - 4, most)
    assert.match(page, /limit=16777216"/)
  }
})

test('ok.html says OK and nothing else (WEB-06)', async (context) => {
  const { get, post, ask } = await servePages(context)
  for (const answer of [await get('/ok.html'), await post('/ok.html', 'x')]) {
    assert.deepEqual(
      [answer.status, answer.headers['content-type'], answer.body.toString()],
      [200, 'text/plain', 'OK'],
    )
  }
  for (const path of ['/', '/index.html', '/ok.html']) {
    assert.equal((await ask('HEAD', path)).status, 404, `HEAD ${path} (WEB-08)`)
  }
})

test('files have their types and dates, and are sent again only when changed (WEB-07)', async (context) => {
  const { get, ask, post } = await servePages(context)
  for (const [path, type] of [
    ['/stylesheets/supervisor.css', 'text/css'],
    ['/images/icon.png', 'image/png'],
    ['/images/supervisor.gif', 'image/gif'],
    ['/images/rule.gif', 'image/gif'],
    ...[0, 1, 2, 3].map((state) => [`/images/state${state}.gif`, 'image/gif'] as const),
    ['/status.html', 'text/html'],
    ['//images/%69con.png', 'image/png'],
  ] as const) {
    const { status, headers, body } = await get(path)
    assert.deepEqual(
      [status, headers['content-type'], headers['content-length']],
      [200, type, String(body.length)],
      path,
    )
    const modified = headers['last-modified'] ?? ''
    assert.match(modified, / GMT$/, path)
    const again = await get(path, { 'If-Modified-Since': modified })
    assert.deepEqual([again.status, again.body.length], [304, 0], path)
    const known = `${modified}; length=${body.length}`
    assert.equal((await get(path, { 'If-Modified-Since': known })).status, 304)
    assert.equal((await get(path, { 'If-Modified-Since': `${modified}; length=3` })).status, 200)
    assert.equal((await get(path, { 'If-Modified-Since': 'Fri, 01 Jan 1980 00:00:00 GMT' })).status, 200)
    assert.equal((await get(path, { 'If-Modified-Since': 'yesterday' })).status, 200)
    const head = await ask('HEAD', path)
    assert.deepEqual(
      [head.status, head.headers['content-length'], head.body.length],
      [200, String(body.length), 0],
    )
    assert.equal((await post(path, 'x')).status, 400)
  }
  assert.equal((await ask('HEAD', '/tail.html')).status, 200)
})

test('folders redirect, and nothing else is found (WEB-07, WEB-09)', async (context) => {
  const { get, ask } = await servePages(context)
  const folder = await get('/images')
  assert.deepEqual([folder.status, folder.headers.location], [301, 'http://localhost/images/'])
  for (const path of [
    '/images/',
    '/images/nothing.gif',
    '/index.html/',
    '/../../etc/passwd',
    '/images/../../index.ts',
    '/images/..%2f..%2findex.ts',
    '/stylesheets/%00',
    '/constructor',
  ]) {
    assert.equal((await get(path)).status, 404, path)
  }
  for (const method of ['PUT', 'DELETE', 'OPTIONS'])
    assert.equal((await ask(method, '/')).status, 400, method)
})

test('the password of a server guards the pages and files too (WEB-40)', async (context) => {
  const { get } = await servePages(context, { server: 'username=u\npassword=p' })
  const known = { Authorization: `Basic ${Buffer.from('u:p').toString('base64')}` }
  for (const path of ['/', '/ok.html', '/tail.html', '/images/icon.png', '/?action=refresh']) {
    assert.equal((await get(path)).status, 401, path)
    assert.ok((await get(path, known)).status < 400, path)
  }
})
