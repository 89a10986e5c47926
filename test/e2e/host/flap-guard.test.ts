// The example plugin of sdk/examples in the built daemon, where it meets the daemon's hooks with a copy of the SDK.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { repository } from '../../support/systems.js'

const MODULE = join(repository, 'dist/sdk/examples/flap-guard/flap-guard.js')

test('the example plugin reads its section, decides about restarts and answers calls', async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config:
      `[plugin:flap-guard]\nmodule=${MODULE}\n[flap-guard]\nmost=2\nwithin=600\n` +
      '[program:shaky]\ncommand=sh -c "exit 1"\nstartsecs=0\nautorestart=true\n',
  })
  try {
    await daemon.logged(/ERRO shaky crashed 3 times in 600 seconds and is left alone/)
    assert.equal((await daemon.info('shaky')).statename, 'EXITED')
    assert.equal(daemon.matching(/spawned: 'shaky'/).length, 3)
    assert.equal(await daemon.ask('flapguard.getCrashes', 'shaky'), 3)
    assert.equal(await daemon.ask('flapguard.forgive', 'shaky'), true)
    assert.equal(await daemon.ask('flapguard.getCrashes', 'shaky'), 0)
    const methods = (await daemon.ask('system.listMethods')) as readonly string[]
    assert.ok(methods.includes('flapguard.forgive'))
  } finally {
    await daemon.close()
  }
})

test('the config file of the example starts', async () => {
  const file = join(repository, 'sdk/examples/flap-guard/supervisord.conf')
  const text = readFileSync(file, 'utf8').replaceAll('= /tmp/', '= %(here)s/')
  const config = text.replace('../../..', repository)
  const daemon = await startDaemon({ kind: 'reeve', config, bare: true })
  try {
    await daemon.logged(/spawned: 'shaky'/)
  } finally {
    await daemon.close()
  }
})
