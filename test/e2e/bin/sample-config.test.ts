import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'

/** The real one's own option parser, without starting anything. */
const PARSE = `
import sys
from supervisor.options import ServerOptions
options = ServerOptions()
options.realize(['-c', sys.argv[1]])
print(options.identifier, len(options.process_group_configs))
`

test('what echo_supervisord_conf prints is a configuration for the real Supervisor too (CLI-AUX-01)', {
  skip: skipUnless('reeve', 'supervisor'),
}, async () => {
  const scratch = new Scratch()
  try {
    const { code, stdout, stderr } = await run(executable('reeve', 'echo_supervisord_conf'), [])
    assert.deepEqual([code, stderr], [0, ''])
    const file = scratch.write('sample.conf', stdout)
    const parsed = await run('/usr/bin/python3', ['-c', PARSE, file], { directory: scratch.path })
    assert.deepEqual([parsed.code, parsed.stderr, parsed.stdout], [0, '', 'supervisor 0\n'])
  } finally {
    await scratch.remove()
  }
})
