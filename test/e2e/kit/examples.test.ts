// The examples of sdk/examples in the built programs, from the config files that stand beside them.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { repository, skipUnless } from '../../support/systems.js'

const skip = skipUnless('reeve')

/** The example's own config file, with its files in the scratch folder. */
function configOf(name: string): string {
  const folder = join(repository, 'sdk/examples', name)
  return readFileSync(join(folder, 'supervisord.conf'), 'utf8')
    .replaceAll(/(= |unix:\/\/)\/tmp\/\w+\.sock/g, '$1%(here)s/s.sock')
    .replaceAll('= /tmp/', '= %(here)s/')
    .replaceAll('= ../../..', `= ${repository}`)
    .replaceAll('= ./', `= ${folder}/`)
}

async function withExample(name: string, work: (daemon: Daemon) => Promise<void>): Promise<void> {
  const daemon = await startDaemon({ kind: 'reeve', config: configOf(name), bare: true })
  try {
    await work(daemon)
  } finally {
    await daemon.close()
  }
}

test('maintenance: a plugin with a section, a route, RPC methods and a command', { skip }, () =>
  withExample('maintenance', async (daemon) => {
    assert.equal((await daemon.http('GET', '/maintenance')).status, 503)
    assert.equal(
      (await daemon.control(['maintenance'])).stdout,
      'maintenance: on\nweb: waits to be started\n',
    )
    const off = await daemon.control(['maintenance', 'off'])
    assert.deepEqual([off.stdout, off.stderr, off.code], ['maintenance: off\n', '', 0])
    await daemon.logged(/spawned: 'web'/)
    assert.deepEqual(await daemon.ask('maintenance.get'), { on: false, waiting: [] })
  }),
)

test('notes: an rpcinterface factory in plain JavaScript', { skip }, () =>
  withExample('notes', async (daemon) => {
    assert.equal(await daemon.ask('notes.set', 'release', '1.2'), true)
    assert.equal(await daemon.ask('notes.get', 'release'), '1.2')
    await daemon.logged(/INFO note release: 1\.2/)
  }),
)

test('status-report: a client script', { skip }, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config:
      '[program:web]\ncommand=sleep 1000\nstartsecs=0\n' +
      '[program:shaky]\ncommand=sh -c "echo no licence >&2; exit 1"\nstartretries=0\n',
  })
  const report = (serverurl: string) =>
    run(process.execPath, [join(repository, 'dist/sdk/examples/status-report/status-report.js'), serverurl])
  try {
    await daemon.logged(/gave up: shaky/)
    const { stdout, stderr, code } = await report(`unix://${daemon.scratch.at('s.sock')}`)
    assert.match(stdout, /^shaky FATAL: .*\n {2}no licence\n$/)
    assert.deepEqual([stderr, code], ['', 1])
    const nobody = await report(`unix://${daemon.scratch.at('nobody.sock')}`)
    assert.match(nobody.stderr, /^no answer: /)
    assert.equal(nobody.code, 2)
  } finally {
    await daemon.close()
  }
})
