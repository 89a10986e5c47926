import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { request } from '../../support/address.js'
import { waitFor } from '../../support/wait.js'
import { EventsClient, serveAll, skip } from './client.js'

const served = serveAll(
  [
    '[program:web]\ncommand=cat\nstartsecs=0\nstdout_logfile=%(here)s/web.log\nstderr_logfile=NONE',
    '[program:small]\ncommand=cat\nstartsecs=0\nstdout_logfile=%(here)s/small.log\nstdout_logfile_maxbytes=1000\nstdout_logfile_backups=3',
    `[program:writer]\ncommand=sh -c 'while read -r text; do printf "$text"; done'\nstartsecs=0\nstdout_logfile=%(here)s/writer.log`,
  ].join('\n'),
  'web',
)
const ask = (path: string) => served.ask('GET', path)
const WEB = '/programs/web/logs/stdout'

test('a window says which bytes its text is, and cuts no character', { skip }, async () => {
  writeFileSync(served.daemon.scratch.at('web.log'), 'aä€𝄞b\n')
  const whole = await ask(WEB)
  assert.deepEqual(whole.body, {
    path: served.daemon.scratch.at('web.log'),
    file: 0,
    offset: 0,
    end: 12,
    size: 12,
    text: 'aä€𝄞b\n',
  })
  for (const [query, offset, end, text] of [
    ['offset=0&length=2', 0, 1, 'a'],
    ['offset=2&length=4', 3, 6, '€'],
    ['offset=-5', 10, 12, 'b\n'],
    ['offset=12', 12, 12, ''],
    ['offset=4&length=3', 6, 6, ''],
  ] as const) {
    const { body } = await ask(`${WEB}?${query}`)
    assert.deepEqual([body.offset, body.end, body.text], [offset, end, text], query)
  }
  assert.equal((await ask(`${WEB}?offset=13`)).status, 416)
  assert.equal((await ask('/programs/web/logs/stderr')).status, 404)
  assert.equal((await ask('/programs/web/logs/stdin')).body.error.fault, 'NO_FILE')
  assert.equal((await ask(`${WEB}?file=1`)).status, 404)
  assert.equal((await ask(`${WEB}?length=0`)).status, 400)
})

test('the last lines come whole, and the ones before them on request', { skip }, async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}\n`)
  writeFileSync(served.daemon.scratch.at('web.log'), lines.join(''))
  const last = (await ask(`${WEB}?lines=3`)).body
  assert.equal(last.text, 'line 997\nline 998\nline 999\n')
  const before = (await ask(`${WEB}?lines=2&before=${last.offset}`)).body
  assert.equal(before.text, 'line 995\nline 996\n')
  const few = (await ask(`${WEB}?lines=100&length=20`)).body
  assert.equal(few.text, 'line 998\nline 999\n')
  assert.equal((await ask(`${WEB}?lines=2000`)).body.text, lines.join(''))
  writeFileSync(served.daemon.scratch.at('web.log'), 'x'.repeat(100))
  assert.equal((await ask(`${WEB}?lines=5&length=10`)).body.text, 'x'.repeat(10))
})

test('a search finds lines from either end and says where to go on', { skip }, async () => {
  const lines = Array.from(
    { length: 200_000 },
    (_, index) => `${index} ${index % 1000 === 7 ? 'Fehler Ä' : 'ok'}\n`,
  )
  writeFileSync(served.daemon.scratch.at('web.log'), lines.join(''))
  const first = (await ask(`${WEB}/search?text=fehler&limit=2`)).body
  assert.deepEqual(
    first.matches.map((one: { text: string }) => one.text),
    ['7 Fehler Ä', '1007 Fehler Ä'],
  )
  const second = (await ask(`${WEB}/search?text=fehler&limit=2&from=${first.next}`)).body
  assert.equal(second.matches[0].text, '2007 Fehler Ä')
  const back = (await ask(`${WEB}/search?text=%C3%84&limit=2&backward=true`)).body
  assert.deepEqual(
    back.matches.map((one: { text: string }) => one.text),
    ['199007 Fehler Ä', '198007 Fehler Ä'],
  )
  const further = (await ask(`${WEB}/search?text=fehler&backward=true&limit=1&from=${back.next}`)).body
  assert.equal(further.matches[0].text, '197007 Fehler Ä')
  const all = (await ask(`${WEB}/search?text=fehler&limit=1000`)).body
  assert.equal(all.matches.length, 200)
  assert.equal(all.next, null)
  const one = all.matches[150]
  assert.equal(
    (await ask(`${WEB}?offset=${one.offset}&length=${Buffer.byteLength(one.text)}`)).body.text,
    one.text,
  )
  assert.equal((await ask(`${WEB}/search?text=fehler&matchCase=true`)).body.matches.length, 0)
  assert.equal((await ask(`${WEB}/search?text=`)).status, 400)
})

test('rotated files are listed, read and downloaded', { skip }, async () => {
  for (const text of ['one', 'two', 'three']) {
    await served.daemon.ask('sendProcessStdin', 'small', `${text.padEnd(1_200, '.')}\n`)
    await waitFor(() => served.daemon.scratch.read('small.log.1').startsWith(text), {
      what: `${text} to be rotated`,
    })
  }
  const files = await ask('/programs/small/logs/stdout/files')
  assert.equal(files.body.files.length, 4, JSON.stringify(files.body))
  assert.deepEqual(files.body.files[1].path, served.daemon.scratch.at('small.log.1'))
  const older = await ask('/programs/small/logs/stdout?file=1')
  assert.match(older.body.text, /^three\./)
  const download = await request(
    served.daemon.address,
    'GET',
    '/api/v1/programs/small/logs/stdout/download?file=1',
  )
  assert.equal(download.body.toString(), older.body.text)
  assert.match(download.headers['content-disposition'] ?? '', /attachment; filename\*=UTF-8''small.log.1/)
})

test('several logs are followed on one stream, over rotation and clearing', { skip }, async (context) => {
  writeFileSync(served.daemon.scratch.at('web.log'), 'old\n')
  const path = '/logs/follow?logs=web/stdout,small/stdout@0,daemon'
  const client = new EventsClient(served.daemon.address, path, {}, '')
  context.after(() => client.close())
  const hello = await client.next('hello')
  assert.deepEqual(
    hello.data.logs.map((one: { log: string }) => one.log),
    ['web/stdout', 'small/stdout', 'daemon'],
  )
  const text = () =>
    client.events
      .filter((one) => one.event === 'log' && one.data.log === 'web/stdout')
      .map((one) => one.data.text)
  await served.daemon.ask('sendProcessStdin', 'web', 'näw\n')
  await client.until(() => text().join('').includes('näw\n'))
  await served.daemon.ask('clearProcessLogs', 'web')
  await served.daemon.ask('sendProcessStdin', 'web', 'after\n')
  const last = await client.next('log', (data) => data.text.includes('after\n'))
  assert.equal(last.data.end, 6)
  await client.next('log', (data) => data.log === 'daemon')
  const broken = await ask('/logs/follow?logs=web')
  assert.equal(broken.status, 400)
  assert.equal((await ask('/logs/follow?logs=none/stdout')).status, 404)
})

test('a followed text ends at the byte it says, also where characters come in two parts', {
  skip,
}, async (context) => {
  const client = new EventsClient(served.daemon.address, '/logs/follow?logs=writer/stdout', {}, '')
  context.after(() => client.close())
  await client.next('hello')
  const write = (text: string) => served.daemon.ask('sendProcessStdin', 'writer', `${text}\n`)
  await write('a\\342\\202')
  assert.deepEqual((await client.next('log')).data, { log: 'writer/stdout', end: 1, text: 'a' })
  await write('\\254b\\n')
  const second = await client.next('log', ({ end }) => end > 1)
  assert.deepEqual(second.data, { log: 'writer/stdout', end: 6, text: '€b\n' })
})

test('the log of the daemon is read, searched and cleared', { skip }, async () => {
  assert.match((await ask('/log?lines=1000')).body.text, /supervisord started with pid/)
  const { matches } = (await ask('/log/search?text=spawned&limit=1')).body
  assert.match(matches[0].text, /INFO spawned: '(web|small)'/)
  assert.equal((await served.ask('POST', '/log/clear')).status, 200)
  assert.doesNotMatch((await ask('/log')).body.text, /started with pid/)
})
