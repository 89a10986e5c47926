// The example listener of the SDK under either supervisor: what is written with the SDK is not bound to Reeve.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type DaemonOptions, startDaemon } from '../../support/daemon.js'
import { type Kind, repository, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const EXAMPLES = join(repository, 'dist/sdk/examples')
const COMMAND = `${process.execPath} ${EXAMPLES}/last-words/last-words.js`
const PROGRAM = `[program:shaky]
process_name=é
command=/bin/sh -c "printf 'so long, %%s' 😀; sleep 1.2; exit 1"
autorestart=false
`

async function lastWords(options: DaemonOptions): Promise<void> {
  const listener = `[eventlistener:last-words]\ncommand=${COMMAND}\nevents=EVENT\nstderr_logfile=%(here)s/err`
  const daemon = await startDaemon({ ...options, config: `${options.config}${listener}\n${PROGRAM}` })
  try {
    const told = await waitFor(
      async () => {
        await daemon.call('getState')
        return (
          daemon.scratch.has('err') && daemon.scratch.read('err').endsWith('\n') && daemon.scratch.read('err')
        )
      },
      { what: 'the last words', everyMs: 50, instead: () => daemon.log.text },
    )
    assert.match(told, /^shaky:é \(pid \d+\) is gone\. It said: "so long, 😀"\n$/)
    assert.equal((await daemon.info('last-words')).statename, 'RUNNING')
  } finally {
    await daemon.close()
  }
}

for (const kind of ['reeve', 'supervisor'] as const satisfies readonly Kind[]) {
  test(`the example listener hears and calls ${kind}`, { skip: skipUnless(kind) }, () =>
    lastWords({ kind, config: '' }),
  )
}

test('the example listener gets into a server that wants a password', async () => {
  const config = '[unix_http_server]\nusername=operator\npassword=secret\n'
  await lastWords({ kind: 'reeve', config, credentials: { username: 'operator', password: 'secret' } })
})

test('the config file of the example starts', async () => {
  const file = join(repository, 'sdk/examples/last-words/supervisord.conf')
  const text = readFileSync(file, 'utf8').replaceAll('/tmp/', '%(here)s/')
  const config = text.replace('%(here)s/../../..', repository)
  const daemon = await startDaemon({ kind: 'reeve', config, bare: true })
  try {
    await daemon.logged(/last-words entered RUNNING/)
  } finally {
    await daemon.close()
  }
})
