// A plugin in a file of its own, from its first start over reloads to its end.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'

/** Everything that a plugin can register. */
const FULL = (version: string) => `
import { createEvent, definePlugin, httpHooks, rpcHooks } from 'reeve/sdk'
import { helper } from './lib/helper.mjs'

export default definePlugin({
  name: 'full',
  version: '${version}',
  reeve: '>=0.1',
  requires: ['xmlrpc'],
  sections: { full: 'single' },
  schema: { type: 'object', properties: { level: { type: 'integer', default: 1, description: 'A number.' } } },
  events: { FULL_MOON: 'EVENT' },
  apply(supervisor, { sections }) {
    supervisor.log.info('full ${version} ' + helper + ' level ' + sections[0].values.level)
    supervisor.hooks.stateChange.tap('full', ({ to }) => supervisor.log.info('full ${version} saw ' + to))
    supervisor.hooks.channelOpen.tap('full', (channel) => channel.addSink({ write() {} }))
    rpcHooks(supervisor).namespaces.tap('full', (registry) =>
      registry.add('full', {
        methods: {
          plugins: () => JSON.stringify(supervisor.plugins),
          wane: () => supervisor.emit(() => createEvent('FULL_MOON', () => 'x')) === undefined,
        },
      }),
    )
    httpHooks(supervisor).server.tap('full', (server) => server.get('/full', async () => 'full'))
    return () => supervisor.log.info('full ${version} is gone')
  },
})
`

const PROGRAM = '[program:cat]\ncommand=/bin/cat\nstartsecs=0\n'
// The listener never comes to be RUNNING, so that `cat` alone is seen to.
const LISTENER = '[eventlistener:l]\ncommand=/bin/cat\nevents=FULL_MOON\nstartsecs=600\n'
const WITH = `[plugin:f]\nmodule=./full.mjs\n[full]\nlevel=3\n${PROGRAM}${LISTENER}`

interface Plugin {
  readonly name: string
  readonly version: string
  readonly file: string
  readonly rpcMethods: readonly string[]
  readonly routes: readonly string[]
  readonly changed: { readonly files: readonly string[]; readonly needs: string } | null
}

test('a single file finds the SDK, is told of its changed files, is read afresh, and leaves nothing behind', async () => {
  const scratch = new Scratch()
  scratch.folder('lib')
  scratch.write('lib/helper.mjs', "export const helper = 'helped'\n")
  scratch.write('full.mjs', FULL('1.0.0'))
  const daemon = await startDaemon({ kind: 'reeve', config: WITH, scratch })
  const status = async (): Promise<Plugin> => {
    const outcome = await daemon.call('full.plugins')
    assert.ok('value' in outcome, JSON.stringify(outcome))
    const found = (JSON.parse(String(outcome.value)) as Plugin[]).find(({ name }) => name === 'full')
    assert.ok(found)
    return found
  }
  try {
    await daemon.logged(/INFO full 1\.0\.0 helped level 3/)
    await daemon.logged(/INFO full 1\.0\.0 saw RUNNING/)
    const { version, file, rpcMethods, changed } = await status()
    assert.deepEqual(
      [version, file, rpcMethods, changed],
      ['1.0.0', scratch.at('full.mjs'), ['full.plugins', 'full.wane'], null],
    )

    scratch.write('full.mjs', FULL('2.0.0'))
    assert.deepEqual((await status()).changed, { files: [scratch.at('full.mjs')], needs: 'reload' })
    scratch.write('lib/helper.mjs', "export const helper = 'changed'\n")
    const both = [scratch.at('full.mjs'), scratch.at('lib/helper.mjs')]
    assert.deepEqual((await status()).changed, { files: both, needs: 'restart' })

    daemon.signal('SIGHUP')
    await daemon.logged(/INFO full 1\.0\.0 is gone/)
    await daemon.logged(/INFO full 2\.0\.0 helped level 3/)
    await daemon.logged(/INFO full 2\.0\.0 saw RUNNING/)
    assert.deepEqual((await status()).changed, { files: [scratch.at('lib/helper.mjs')], needs: 'restart' })
    assert.equal(daemon.matching(/full 1\.0\.0 saw RUNNING/).length, 1)

    writeConfig(scratch, PROGRAM)
    daemon.signal('SIGHUP')
    await daemon.logged(/INFO full 2\.0\.0 is gone/)
    await daemon.logged(/INFO supervisord started with pid/, 3)
    await daemon.until('cat', 'RUNNING')
    const outcome = await daemon.call('full.plugins')
    assert.ok('fault' in outcome && outcome.fault === 1, JSON.stringify(outcome))
    assert.equal(daemon.matching(/full 2\.0\.0 saw RUNNING/).length, 1)

    // Its section and its event are nobody's any more.
    writeConfig(scratch, WITH.replace(/\[plugin:f\].*\n.*\n/, ''))
    daemon.signal('SIGHUP')
    await daemon.logged(/ERRO restart refused, everything runs on as it is: .*FULL_MOON/)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})
