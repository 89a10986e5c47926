// A shell that stands in a directory which a deployment has replaced.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'

const skip = skipUnless('reeve')

const IN_A_DELETED_DIRECTORY = `mkdir gone && cd gone && rmdir ../gone
"$1" -c "$3" && "$2" -c "$3" status; "$2" -c "$3" restart all; "$2" -c "$3" shutdown; "$1" -c c.conf`

test('supervisord and supervisorctl work in a directory that was deleted', { skip }, async () => {
  const scratch = new Scratch()
  try {
    const config = writeConfig(scratch, '[program:a]\ncommand=sleep 1000\nstartsecs=0')
    const programs = [executable('reeve', 'supervisord'), executable('reeve', 'supervisorctl')]
    const { code, stdout, stderr } = await run(
      '/bin/sh',
      ['-c', IN_A_DELETED_DIRECTORY, 'sh', ...programs, config],
      { directory: scratch.path, environment: scratch.mark },
    )
    assert.match(stdout, /^a +RUNNING .*\na: stopped\na: started\nShut down\n$/)
    // A relative path leads nowhere from here.
    assert.equal(code, 2)
    assert.match(stderr, /^Error: could not find config file c\.conf$/m)
    assert.doesNotMatch(stderr, /^ +at /m)
  } finally {
    await scratch.remove()
  }
})
