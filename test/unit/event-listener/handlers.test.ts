import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Plugin } from '../../../sdk/plugin.js'
import { OK, pool, READY, startPools } from './pools.js'

test('a result handler of a module judges: RejectEvent rejects, other errors end in UNKNOWN (EXT-07)', async () => {
  const judge: Plugin = {
    name: 'judge',
    apply: (supervisor) => {
      const file = `${supervisor.config.here}/judge.mjs`
      writeFileSync(
        file,
        `export function judge(event, result) {
  if (String(result) === 'no') throw Object.assign(new Error(), { name: 'RejectEvent' })
  if (String(result) === 'bad') throw new Error(event.type + event.serial)
}
`,
      )
    },
  }
  const rig = await startPools(pool('pool', 'result_handler=./judge.mjs:judge\n'), [judge])
  await rig.harness.advance(1)
  await rig.say(READY)
  await rig.send('one')
  await rig.say(`RESULT 3\nyesREADY\n`)
  assert.equal(rig.log(/event was processed/).length, 1)
  await rig.send('two')
  await rig.say(`RESULT 2\nnoREADY\n`)
  assert.equal(rig.log(/event was rejected/).length, 1)
  await rig.say('RESULT 3\nbad')
  assert.deepEqual(rig.log(/caused an error|UNKNOWN$/), [
    'WARN pool: event caused an error',
    'DEBG pool: BUSY -> UNKNOWN',
  ])
  await rig.harness.stop()
})

test('an unknown Python result handler is one warning and the default (EXT-09)', async () => {
  const rig = await startPools(pool('pool', 'result_handler=my.package:judge\n'))
  await rig.harness.advance(1)
  assert.equal(rig.log(/WARN .*my\.package:judge/).length, 1)
  await rig.say(READY)
  await rig.send('one')
  await rig.say(OK)
  assert.equal(rig.log(/event was processed/).length, 1)
  await rig.harness.stop()
})

test('a result handler that cannot be imported prevents the start (CFG-ERR)', async () => {
  await assert.rejects(startPools(pool('pool', 'result_handler=./none.mjs:judge\n')), (error: Error) =>
    /\.\/none\.mjs:judge cannot be resolved within \[eventlistener:pool\]: cannot find the module/.test(
      error.message,
    ),
  )
})
