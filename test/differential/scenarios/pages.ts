// The web pages: DIFF-42 and the routes of section 6 of the specification.

import type { Daemon } from '../../support/daemon.js'
import { waitFor } from '../../support/wait.js'
import { scenario } from '../stage.js'

/** What a client can act on: the status, the kind of content, and where it is sent; times taken out. */
async function seen(daemon: Daemon, ...request: Parameters<Daemon['http']>): Promise<unknown> {
  const { status, headers } = await daemon.http(...request)
  const location = headers.location?.replace(
    /%20at%20\w{3}%20\w{3}%20(%20)?\d+%20\d\d%3A\d\d%3A\d\d%20\d{4}$/,
    '%20at%20{time}',
  )
  return { status, type: headers['content-type'], ...(location === undefined ? {} : { location }) }
}

const PROGRAMS = `[program:up]
command=sleep 1000
startsecs=0
[program:down]
command=sleep 1000
startsecs=0
autostart=false
[program:lacking]
command=/nowhere/at/all
autostart=false
[program:noexec]
command=/etc/passwd
autostart=false
[program:early]
command=sh -c "exit 3"
startsecs=60
autostart=false
autorestart=false
startretries=0
[program:member]
process_name=a&<b>"c
command=sleep 1000
startsecs=0
[group:g]
programs=member
`

const ACTIONS = [
  'action=refresh',
  'action=start&processname=nosuch',
  'action=start&processname=up',
  'action=start&processname=lacking',
  'action=start&processname=noexec',
  'action=start&processname=early',
  'action=stop&processname=down',
  'action=restart&processname=down',
  'action=start&processname=down',
  'action=stop&processname=down:down',
  'action=stop&processname=down:down',
  'action=restart&processname=lacking',
  'action=clearlog&processname=up',
  'action=clearlog&processname=down',
  'action=stop&processname=g%3Aa%26%3Cb%3E%22c',
  'action=start&processname=g%3Aa%26%3Cb%3E%22c',
  'action=stop&processname=g%3A%2A',
  'action=stop&processname=g%3A',
  'action=stop&processname=g',
  'action=start&processname=%3Cb%3E%26+%C3%A9%2F~',
  'action=bogus',
  'action=bogus&processname=up',
  'action=bogus&processname=nosuch',
  'action=start',
  'action=start&processname=',
  'action=',
  'action=refresh&action=stopall',
  'action=restartall',
  'action=stopall',
] as const

export const PAGES = [
  scenario('DIFF-42', 'web actions end with the same redirects and messages', async (stage) => {
    const daemon = await stage.daemon(PROGRAMS)
    await daemon.until('up', 'RUNNING')
    for (const query of ACTIONS) stage.note(query, await seen(daemon, 'GET', `/index.html?${query}`))
    stage.note('at /', await seen(daemon, 'GET', '/?action=refresh'))
    for (const host of ['example.com:9001', 'example.com:80', 'example.com', '[::1]:9001']) {
      const answer = await seen(daemon, 'GET', '/?action=refresh', { headers: { Host: host } })
      stage.note(`Host: ${host}`, answer)
    }
    stage.note('states', await states(daemon))
  }),

  scenario('WEB-15', 'fields of queries and bodies are merged alike', async (stage) => {
    const daemon = await stage.daemon(PROGRAMS)
    for (const [path, body] of [
      ['/', 'action=refresh'],
      ['/index.html?action=refresh', 'action=start&processname=nosuch'],
      ['/', 'action=refresh&action=start&processname=a&processname=b'],
      ['/?processname=first&processname=second', 'action=stop'],
      ['/?action=refresh', 'action='],
      ['/?action=&action=refresh', 'other=1'],
      ['/', 'processname=a%2bb+c%zz&action=stop'],
      ['/?processname=%ff&action=stop', 'other=1'],
      ['/?processname=a;b&action=stop', 'other=1'],
      ['/', 'message=only'],
    ] as const) {
      stage.note(`${path} and ${body}`, await seen(daemon, 'POST', path, { body }))
    }
    for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x']) {
      const answer = await seen(daemon, 'POST', '/', {
        body: 'action=start&processname=nosuch',
        headers: { 'Content-Type': type },
      })
      stage.note(type, answer)
    }
    stage.note('without a length', await seen(daemon, 'POST', '/index.html'))
    const page = await daemon.http('GET', '/?message=%3Cb%3E%26%22')
    stage.note(
      'message',
      /class="status_msg"[^>]*>([^\n]*)<\/div>/
        .exec(page.body.toString())?.[1]
        ?.replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"'),
    )
  }),

  scenario('WEB-38', 'the tail page shows the same end of a log', async (stage) => {
    const daemon = await stage.daemon(`[program:long]
command=sh -c "seq 1000 1999; exec sleep 1000"
[program:none]
command=sleep 1000
stdout_logfile=NONE
[program:quiet]
command=sleep 1000`)
    const size = 5_000
    await daemon.until('none', 'RUNNING')
    const path = (await daemon.info('long')).stdout_logfile as string
    await waitFor(() => stage.scratch.names('logs').length > 0, { what: 'logs' })
    await waitFor(
      async () => ((await daemon.ask('tailProcessStdoutLog', 'long', 0, 0)) as unknown[])[1] === size,
      {
        what: `${size} bytes in ${path}`,
      },
    )
    for (const query of [
      '',
      '?processname=',
      '?processname=long',
      '?processname=long&limit=5',
      '?processname=long&limit=1025',
      '?processname=long&limit=99999',
      '?processname=long&limit=-2000',
      '?processname=long&limit=abc',
      '?processname=long%3Along',
      '?processname=none',
      '?processname=quiet',
      '?processname=nosuch',
      '?processname=long%3A%2A',
    ]) {
      stage.note(query, await tail(daemon, query))
    }
  }),

  scenario('WEB-07', 'files, folders and other paths are answered alike', async (stage) => {
    const daemon = await stage.daemon(PROGRAMS)
    for (const path of [
      '/',
      '/index.html',
      '//index.html',
      '/%69ndex.html',
      '/index.html/',
      '/tail.html',
      '/status.html',
      '/stylesheets/supervisor.css',
      '/stylesheets/',
      '/stylesheets/nothing.css',
      '/images/supervisor.gif',
      '/images/icon.png',
      '/images/%69con.png',
      '/images/rule.gif',
      ...[0, 1, 2, 3].map((state) => `/images/state${state}.gif`),
      '/images/../images/icon.png',
      '/../../etc/passwd',
      '/images/..%2f..%2fetc/passwd',
      '/nothing',
    ]) {
      stage.note(`GET ${path}`, await seen(daemon, 'GET', path))
    }
    stage.note('GET /images', (await daemon.http('GET', '/images')).status)
    stage.note('HEAD of a file', await seen(daemon, 'HEAD', '/images/icon.png'))
    stage.note('POST to a file', await seen(daemon, 'POST', '/images/icon.png', { body: 'x' }))
    stage.note('HEAD of a template', await seen(daemon, 'HEAD', '/tail.html'))
    for (const since of [
      'Fri, 01 Jan 2038 00:00:00 GMT',
      'Fri, 01 Jan 2038 00:00:00 GMT; length=3',
      'Fri, 01 Jan 2010 00:00:00 GMT',
      'yesterday',
    ]) {
      const headers = { 'If-Modified-Since': since }
      stage.note(since, (await daemon.http('GET', '/images/icon.png', { headers })).status)
    }
  }),

  scenario('WEB-26', 'the status page has the same rows, classes and links', async (stage) => {
    const daemon = await stage.daemon(PROGRAMS)
    await daemon.until('up', 'RUNNING')
    await daemon.http('GET', '/?action=start&processname=early')
    const page = (await daemon.http('GET', '/')).body.toString()
    stage.note('title', /<title>(.*)<\/title>/.exec(page)?.[1])
    const rows = page.slice(0, page.indexOf('</tbody>')).split('<tr class="').slice(1)
    stage.note('rows', rows.map(readRow))
    stage.note(
      'buttons',
      [...page.matchAll(/href="(index\.html\?action=\w+)"/g)].map((match) => match[1]),
    )
    const empty = await stage.daemon('', { scratch: stage.folder() })
    const text = (await empty.http('GET', '/')).body.toString()
    stage.note('without programs', [text.includes('No programs to manage'), text.includes('<table')])
  }),
]

async function states(daemon: Daemon): Promise<unknown> {
  const all = (await daemon.ask('getAllProcessInfo')) as readonly Record<string, unknown>[]
  return Object.fromEntries(all.map(({ name, statename }) => [String(name), statename]))
}

async function tail(daemon: Daemon, query: string): Promise<unknown> {
  const { status, headers, body } = await daemon.http('GET', `/tail.html${query}`)
  const page = body.toString()
  return {
    status,
    type: headers['content-type'],
    title: /<title>(.*)<\/title>/.exec(page)?.[1],
    text: /<pre>(.*)<\/pre>/s.exec(page)?.[1],
    refresh: /href="(tail\.html[^"]*)"/.exec(page)?.[1],
  }
}

/** What programs take from a row. */
function readRow(row: string): unknown {
  const links = [...row.matchAll(/<a ([^>]*)>([^<]*)<\/a>/g)]
  const attribute = (text: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(text)?.[1]
  return {
    shade: row.startsWith('shade'),
    state: /<span class="(status\w+)">(\w+)<\/span>/.exec(row)?.slice(1),
    description: /<\/td>\s*<td[^>]*><span>([^<]*)</.exec(row)?.[1],
    cells: row.match(/<li[ >]/g)?.length,
    links: links
      .filter(([, attributes]) => attribute(attributes ?? '', 'href') !== '#')
      .map(([, attributes = '', text = '']) => [
        attribute(attributes, 'href'),
        attribute(attributes, 'name'),
        // Where no tag can begin the original leaves these two as they are.
        text.replaceAll('&gt;', '>').replaceAll('&quot;', '"'),
      ]),
  }
}
