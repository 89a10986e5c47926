// The code cache of supervisorctl: this Node takes it, and without one that fits everything works as ever.

import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../../core/modules/package-root.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'

const DIST = join(packageRoot(), 'dist')
const MODULE = join(DIST, 'core', 'bin', 'code-cache.js')
const PROGRAM = 'supervisorctl-program.cjs'

test('the cache is made and taken; one that does not fit, or lies there since another build, is not', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  for (const name of ['supervisorctl.cjs', PROGRAM])
    copyFileSync(join(DIST, 'bundle', name), scratch.at(name))
  const file = scratch.at(PROGRAM)
  // In a process of its own, because V8 remembers what it has compiled.
  const outcome = async (node = process.execPath) => {
    const look = `import { compileProgram, readCache } from ${JSON.stringify(MODULE)}
const file = ${JSON.stringify(file)}
const cache = readCache(file)
console.log(cache === undefined ? 'none' : compileProgram(file, cache).cachedDataRejected ? 'refused' : 'taken')`
    return (await run(node, ['--input-type=module', '-e', look])).stdout.trim()
  }
  const works = async () => {
    const { code, stdout } = await run(process.execPath, [scratch.at('supervisorctl.cjs'), '--help'])
    assert.equal(code, 0)
    assert.match(stdout, /^supervisorctl/)
  }
  assert.equal(await outcome(), 'none')
  await works()

  const made = await run(process.execPath, [join(DIST, 'core', 'bin', 'warm-supervisorctl.js'), file])
  assert.equal(made.code, 0, made.stderr)
  assert.equal(made.stdout.match(/RUNNING/g)?.length, 20)
  assert.equal(await outcome(), 'taken')
  await works()

  // Another Node, by all that can be told from outside, would die of it.
  copyFileSync(process.execPath, scratch.at('node'))
  chmodSync(scratch.at('node'), 0o755)
  assert.equal(await outcome(scratch.at('node')), 'none')
  const [cache = '', ...more] = scratch.names().filter((name) => name.endsWith('.cache'))
  assert.deepEqual(more, [])
  utimesSync(scratch.at(cache), 0, 0)
  assert.equal(await outcome(), 'none')
  utimesSync(scratch.at(cache), new Date(), new Date())
  truncateSync(scratch.at(cache), 1_000)
  assert.equal(await outcome(), 'refused')
  await works()
})
