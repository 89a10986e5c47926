// A bug of ours: CLI-AUX-06, on the built programs.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeConfig } from '../../support/daemon.js'
import { type RunResult, run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'

const skip = skipUnless('reeve')

/** Runs a program with a fault in it: whoever calls `bug` strikes it from outside of every plugin. */
async function crash(
  scratch: Scratch,
  nodeArguments: readonly string[],
  ...args: string[]
): Promise<RunResult> {
  const bug = scratch.write('bug.mjs', "globalThis.bug = () => { throw new Error('a bug') }\n")
  return run(process.execPath, ['--import', bug, ...nodeArguments, ...args])
}

test('a crash of supervisord exits with 1 and shows the stack, in front and in the background (CLI-AUX-06)', {
  skip,
}, async () => {
  const scratch = new Scratch()
  try {
    scratch.write(
      'waiting.mjs',
      `export default {
        name: 'waiting',
        apply({ hooks }) {
          hooks.open.tapPromise('waiting', () => new Promise(() => setTimeout(globalThis.bug)))
        },
      }`,
    )
    const config = writeConfig(scratch, '[plugin:waiting]\nmodule=./waiting.mjs')
    for (const front of [['-n'], []]) {
      const result = await crash(scratch, [executable('reeve', 'supervisord')], '-c', config, ...front)
      assert.equal(result.code, 1, result.stderr)
      assert.match(result.stderr, /^Error: a bug\n( {4}at .*\n)+$/)
      assert.match(
        scratch.read('main.log'),
        / CRIT an error was caught by nobody, supervisord ends: Error: a bug/,
      )
    }
  } finally {
    await scratch.remove()
  }
})
