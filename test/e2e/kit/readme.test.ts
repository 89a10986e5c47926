// What the README has to say to authors, pasted into a folder with nothing else in it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { pasted } from '../readme/blocks.js'

const skip = skipUnless('reeve')

async function inFolder(work: (scratch: Scratch) => Promise<void>): Promise<void> {
  const scratch = new Scratch()
  // A file alone is taken for a module by its imports and exports from Node 20.19 on.
  scratch.write('package.json', '{ "type": "module" }\n')
  try {
    await work(scratch)
  } finally {
    await scratch.remove()
  }
}

test('the plugin of the README', { skip }, () =>
  inFolder(async (scratch) => {
    scratch.write('shout.js', pasted('// shout.js', {}))
    const program = '[program:web]\ncommand=/bin/false\nstartretries=0\n'
    const config = `${pasted('[plugin:shout]', {})}${program}`
    const daemon = await startDaemon({ kind: 'reeve', config, scratch })
    try {
      await daemon.logged(/CRIT WEB IS DOWN/)
    } finally {
      await daemon.close()
    }
  }),
)

test('the listener of the README', { skip }, () =>
  inFolder(async (scratch) => {
    scratch.write('watch.js', pasted('// watch.js', {}))
    const program = '[program:web]\ncommand=sh -c "sleep 0.2; exit 3"\nstartsecs=0\nautorestart=false\n'
    const config = `${pasted('[eventlistener:watch]', {})}stderr_logfile=%(here)s/watch.err\n${program}`
    const daemon = await startDaemon({ kind: 'reeve', config, scratch })
    try {
      await daemon.until('web', 'EXITED')
      const told = () => (scratch.has('watch.err') ? scratch.read('watch.err') : '')
      await waitFor(() => told() !== '', { what: 'what the listener tells', instead: () => daemon.log.text })
      assert.equal(told(), 'web crashed\n')
    } finally {
      await daemon.close()
    }
  }),
)
