// The example of sdk/README.md, tested as the author of a plugin tests: with what the package exports.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootSupervisor, type Harness } from 'reeve/testing'
import flapGuard from '../../../sdk/examples/flap-guard/flap-guard.js'

const CONFIG = `
[flap-guard]
most = 2
within = 60
[program:web]
command = /bin/cat
`

const boot = (config: string) => bootSupervisor({ config, plugins: [flapGuard] })

/** Lets the program run for a while, longer than startsecs, and then crash. */
async function crash(harness: Harness, seconds = 2): Promise<void> {
  await harness.advance(seconds * 1000)
  harness.child('web').exit({ code: 1 })
  await harness.advance(0)
}

test('a program that crashes more often than the section allows is left alone', async () => {
  const harness = await bootSupervisor({ config: CONFIG, plugins: [flapGuard] })
  await crash(harness)
  await crash(harness)
  assert.equal(harness.process('web').state, 'STARTING')
  await crash(harness)
  assert.equal(harness.process('web').state, 'EXITED')
  assert.match(harness.log().at(-1) ?? '', /^ERRO web crashed 3 times in 60 seconds and is left alone/)
  await harness.stop()
})

test('crashes count only for the time that the section says', async () => {
  const harness = await boot(CONFIG)
  for (let time = 1; time <= 4; time++) await crash(harness, 31)
  assert.equal(harness.process('web').state, 'STARTING')
  await harness.stop()
})

test('clients ask for the crashes and forgive them', async () => {
  const harness = await boot(CONFIG)
  await crash(harness)
  await crash(harness)
  assert.equal(await harness.rpc('flapguard.getCrashes', 'web'), 2)
  assert.equal(await harness.rpc('flapguard.forgive', 'web'), true)
  await crash(harness)
  assert.equal(harness.process('web').state, 'STARTING')
  await assert.rejects(harness.rpc('flapguard.getCrashes', 'nobody'), { message: 'BAD_NAME: nobody' })
  await harness.stop()
})

test('without the section nothing is guarded, and a wrong value is an error with its place', async () => {
  const harness = await boot(CONFIG.replace(/\[flap-guard\][^[]*/, ''))
  for (let time = 1; time <= 4; time++) await crash(harness)
  assert.equal(harness.process('web').state, 'STARTING')
  await harness.stop()
  await assert.rejects(
    boot(CONFIG.replace('most = 2', 'most = 0')),
    /most must be >= 1 \[.*supervisord\.conf:3/,
  )
})
