import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createHarness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'
import { definePlugin, httpHooks } from '../../../sdk/index.js'

test('a stop waits for an application that is still being built, closes it, and leaves nothing behind', async () => {
  const moments: string[] = []
  let release = () => {}
  const slow = definePlugin({
    name: 'slow',
    apply(supervisor) {
      httpHooks(supervisor).server.tap('slow', (app) => {
        app.register(async (scope) => {
          scope.addHook('onClose', async () => void moments.push('closed'))
          moments.push('building')
          await new Promise<void>((resolve) => {
            release = resolve
          })
          moments.push('built')
        })
      })
    },
  })
  const harness = await createHarness('[supervisord]\n[unix_http_server]\nfile=%(here)s/s.sock\n', {
    plugins: [...standardPlugins, slow],
  })
  while (!moments.includes('building')) await harness.advance(0)
  const stopped = harness.stop().then(() => moments.push('stopped'))
  for (let turn = 0; turn < 50; turn++) await nextTurn()
  release()
  await stopped
  assert.deepEqual(moments, ['building', 'built', 'closed', 'stopped'])
})
