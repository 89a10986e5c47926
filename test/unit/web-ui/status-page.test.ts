import assert from 'node:assert/strict'
import { test } from 'node:test'
import { XMLValidator } from 'fast-xml-parser'
import { formatTime, quote } from '../../../plugins/web-ui/text.js'
import type { ProcessState } from '../../../sdk/index.js'
import { program } from '../http/served.js'
import { servePages } from './pages.js'

const STATES: readonly ProcessState[] = [
  'STOPPED',
  'STARTING',
  'RUNNING',
  'BACKOFF',
  'STOPPING',
  'EXITED',
  'FATAL',
]

/** One process in each state. */
const IN_EACH_STATE =
  `[group:g]\nprograms=${STATES.map((state) => state.toLowerCase()).join(',')}\n` +
  program('stopped') +
  program('starting', 'autostart=true\nstartsecs=100') +
  program('running', 'autostart=true') +
  program('backoff', 'autostart=true\nstartsecs=100') +
  program('stopping', 'autostart=true\nstopwaitsecs=100') +
  program('exited', 'autostart=true\nautorestart=false') +
  program('fatal', 'autostart=true\nstartsecs=100\nstartretries=0')

test('the status page has the headers of Supervisor and forbids scripts but our own (WEB-25)', async (context) => {
  const { get } = await servePages(context)
  for (const path of ['/', '/index.html', '//index.html', '/%69ndex.html', '/?action=']) {
    const { status, headers } = await get(path)
    assert.equal(status, 200, path)
    assert.equal(headers['content-type'], 'text/html;charset=utf-8')
    assert.equal(headers.pragma, 'no-cache')
    assert.equal(headers['cache-control'], 'no-cache')
    assert.equal(headers.expires, 'Thu, 01 Jan 1970 00:00:00 GMT')
    assert.match(headers['content-security-policy'] ?? '', /^default-src 'none';/)
    assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe/)
    assert.equal(/script-src 'self'/.test(headers['content-security-policy'] ?? ''), path === '/', path)
  }
})

test('the status page has the title, buttons, classes and links that programs read (WEB-25, WEB-26, WEB-27)', async (context) => {
  const { get, harness } = await servePages(context, {
    config: `${IN_EACH_STATE}${program('web', 'autostart=true')}`,
  })
  for (const name of ['backoff', 'exited', 'fatal']) harness.child(`g:${name}`).exit({ code: 1 })
  harness.child('g:stopping').onSignal = () => 'ignore'
  void harness.process('g:stopping').stop()
  while (harness.process('g:fatal').state !== 'FATAL') await harness.advance(0)
  for (const state of STATES) assert.equal(harness.process(`g:${state.toLowerCase()}`).state, state)
  const page = (await get('/index.html')).body.toString()
  assert.equal(XMLValidator.validate(page.replace('<!DOCTYPE html>', '')), true)
  assert.match(page, /<title>Supervisor Status<\/title>/)
  for (const action of ['refresh', 'restartall', 'stopall']) {
    assert.ok(page.includes(`href="index.html?action=${action}"`), action)
  }
  assert.match(page, /<a href="http:\/\/supervisord\.org">Supervisor<\/a> <span>4\.4\.0<\/span>/)
  assert.match(page, new RegExp(`<span>${new Date().getFullYear()}</span>`))
  assert.doesNotMatch(page, /<script|style=|onclick/)
  const rows = page.split('<tr class="').slice(1)
  assert.deepEqual(
    rows.map((row) => row.slice(0, row.indexOf('"'))),
    ['', 'shade', '', 'shade', '', 'shade', '', 'shade'],
  )
  const classes = rows.map((row) => /<span class="(status\w+)">(\w+)<\/span>/.exec(row)?.slice(1).join(' '))
  assert.deepEqual(classes, [
    'statuserror backoff',
    'statusnominal exited',
    'statuserror fatal',
    'statusrunning running',
    'statusnominal starting',
    'statusnominal stopped',
    'statusnominal stopping',
    'statusrunning running',
  ])
  const actionsOf = (name: string) => {
    const row = rows.find((one) => one.includes(`tail.html?processname=${quote(name)}"`)) ?? ''
    assert.equal(row.match(/<li/g)?.length, 5, name)
    return [...row.matchAll(/<a [^>]*href="([^"]*)" name="([^"]*)"/g)].map(([, href, text]) => [text, href])
  }
  const common = (name: string) => [
    ['Clear Log', `index.html?processname=${name}&amp;action=clearlog`],
    ['Tail -f Stdout', `logtail/${name}`],
    ['Tail -f Stderr', `logtail/${name}/stderr`],
  ]
  assert.deepEqual(actionsOf('web'), [
    ['Restart', 'index.html?processname=web&amp;action=restart'],
    ['Stop', 'index.html?processname=web&amp;action=stop'],
    ...common('web'),
  ])
  for (const state of ['stopped', 'exited', 'fatal']) {
    assert.deepEqual(actionsOf(`g:${state}`), [
      ['Start', `index.html?processname=g%3A${state}&amp;action=start`],
      ...common(`g%3A${state}`),
    ])
  }
  for (const state of ['starting', 'backoff', 'stopping']) {
    assert.deepEqual(actionsOf(`g:${state}`), common(`g%3A${state}`))
  }
})

test('what people press is a POST with a token, next to the link that programs follow', async (context) => {
  const { get } = await servePages(context, { config: program('web') })
  const page = (await get('/')).body.toString()
  assert.match(
    page,
    /<form action="index.html" method="post">\s*<input type="hidden" name="token" value="\w{32}" \/>/,
  )
  const href = 'index.html?processname=web&amp;action=start'
  assert.ok(page.includes(`<button type="submit" formaction="${href}">Start</button>`))
  assert.ok(page.includes(`<a class="hidden" hidden="hidden" href="${href}" name="Start">Start</a>`))
})

test('names, texts and messages are escaped (WEB-29)', async (context) => {
  const name = '<b>&"\'x'
  const { get, post } = await servePages(context, { config: program(name) })
  const message = '<script>alert(1)</script>&amp;"\''
  const page = (await get(`/?message=${encodeURIComponent(message)}`)).body.toString()
  assert.ok(
    page.includes(
      '<div class="status_msg" role="status">&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&quot;&#39;</div>',
    ),
  )
  assert.ok(page.includes('>&lt;b&gt;&amp;&quot;&#39;x</a>'))
  assert.ok(page.includes('tail.html?processname=%3Cb%3E%26%22%27x"'))
  assert.equal(XMLValidator.validate(page.replace('<!DOCTYPE html>', '')), true)
  assert.match((await post('/', 'message=a%26b+c')).body.toString(), /"status_msg" role="status">a&amp;b c</)
  assert.doesNotMatch((await get('/')).body.toString(), /status_msg/)
  const tail = (await get(`/tail.html?processname=${encodeURIComponent('<i>')}`)).body.toString()
  assert.doesNotMatch(tail, /<i>/)
})

test('without programs the page says so in place of the table (WEB-28)', async (context) => {
  const { get } = await servePages(context)
  const page = (await get('/')).body.toString()
  assert.match(page, /No programs to manage/)
  assert.doesNotMatch(page, /<table/)
})

test('times are written as ctime does, addresses as Supervisor quotes them', () => {
  assert.equal(formatTime(new Date(2026, 10, 7, 3, 4, 5).getTime()), 'Sat Nov  7 03:04:05 2026')
  assert.equal(quote("a b/c:d'(e)*~._-é"), 'a%20b/c%3Ad%27%28e%29%2A~._-%C3%A9')
})
