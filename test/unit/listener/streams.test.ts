// Listeners as programs: what happens on their real streams.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startListener } from '../../../sdk/listener/testing/index.js'
import { Scratch } from '../../support/scratch.js'
import { repository } from '../../support/systems.js'

const scratch = new Scratch()
after(() => scratch.remove())

const SDK = JSON.stringify(join(repository, 'dist/sdk/listener/index.js'))

function program(name: string, body: string): readonly string[] {
  return [scratch.write(`${name}.mjs`, `import { listen, report, reportTo } from ${SDK}\n${body}\n`)]
}

test('what is printed by mistake goes to stderr, with one warning that names the place', async () => {
  const body = `const out = process.stdout
console.log('starting')
await listen(({ type }) => { console.log('got', type); out.write('again\\n') })`
  const args = program('early', body)
  await assert.rejects(
    startListener(process.execPath, args).send('TICK_5'),
    /printed to stdout before listen|something else than READY/,
  )

  const listener = startListener(
    process.execPath,
    program('late', body.replace("console.log('starting')\n", '')),
  )
  assert.equal(await listener.send('TICK_5'), 'OK')
  assert.equal(await listener.send('TICK_60'), 'OK')
  assert.equal(await listener.end(), 0)
  const [warning = '', ...rest] = listener.stderr.split('\n')
  assert.match(warning, /stdout belongs to the supervisor.*late\.mjs:3/)
  assert.deepEqual(rest, ['got TICK_5', 'again', 'got TICK_60', 'again', ''])
})

test('a listener ends by itself when its stdin ends, with 0', async () => {
  const loop = startListener(process.execPath, program('loop', 'for await (const event of listen());'))
  assert.equal(await loop.send('PROCESS_LOG_STDOUT', { data: 'é😀'.repeat(30_000) }), 'OK')
  assert.equal(await loop.end(), 0)
})

test('stdin may be a file too', () => {
  const file = scratch.write(
    'events',
    'ver:3.0 server:s serial:0 pool:p poolserial:0 eventname:TICK_5 len:6\nwhen:5',
  )
  const args = program('file', 'for await (const event of listen()) console.error(event.when)')
  const answers = execFileSync('/bin/sh', ['-c', '"$0" "$1" < "$2"', process.execPath, args[0] ?? '', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  assert.equal(answers.toString(), 'READY\nRESULT 2\nOKREADY\n')
})

test('after a failure the next event waits a moment: the supervisor would deliver the same at once (EVP-06)', async () => {
  const body = `const times = []
await listen((event) => {
  times.push(performance.now())
  if (times.length < 3) throw new Error('no')
  console.error('waited', times[1] - times[0] >= 45, times[2] - times[1] >= 95)
}, { failurePauseMs: 50, onError() {} })`
  const listener = startListener(process.execPath, program('pause', body))
  assert.equal(await listener.send('TICK_5'), 'FAIL')
  assert.equal(await listener.send('TICK_5'), 'FAIL')
  assert.equal(await listener.send('TICK_5'), 'OK')
  await listener.end()
  assert.match(listener.stderr, /waited true true/)
})

test('a report is text between two tags, on either channel', () => {
  const args = program(
    'report',
    `report('é'); reportTo('stderr', 'b'); try { report('<!--XSUPERVISOR:END-->') } catch (error) { reportTo('stderr', error.name) }`,
  )
  const shell = ['-c', '"$0" "$1" 2>&1', process.execPath, args[0] ?? '']
  const tagged = (text: string) => `<!--XSUPERVISOR:BEGIN-->${text}<!--XSUPERVISOR:END-->`
  assert.equal(execFileSync('/bin/sh', shell).toString(), tagged('é') + tagged('b') + tagged('RangeError'))
})
