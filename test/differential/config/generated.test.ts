// Configurations from a seeded generator, shown to the original's parser and to ours.
//
// REEVE_CONFIGS=10000 tries so many; REEVE_SEED=7 begins with that one.

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { assertSameOutcome } from './compare.js'
import { generateConfig } from './generator.js'
import { isRefusal, ReferenceParser, readOurs } from './reading.js'

const count = Number(process.env.REEVE_CONFIGS ?? 300)
const first = Number(process.env.REEVE_SEED ?? 1)

test('generated configs are read as the original reads them', {
  skip: skipUnless('supervisor', 'python3'),
}, async (t) => {
  const scratch = new Scratch()
  const reference = new ReferenceParser(scratch.path)
  let refused = 0
  try {
    for (let seed = first; seed < first + count; seed++) {
      const { text, files } = generateConfig(seed)
      const folder = scratch.folder(String(seed))
      for (const [name, content] of Object.entries({ 'main.conf': text, ...files })) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), content)
      }
      const main = join(folder, 'main.conf')
      const theirs = await reference.read(main)
      if (isRefusal(theirs)) refused += 1
      try {
        assertSameOutcome(theirs, readOurs(main, scratch.path))
      } catch (error) {
        throw new Error(`seed ${seed}:\n${text}\n${JSON.stringify(files)}\n${String(error)}`, {
          cause: error,
        })
      }
    }
  } finally {
    await reference.close()
    await scratch.remove()
  }
  t.diagnostic(`${count} configs, ${refused} of them refused by both`)
  assert.ok(count < 100 || (refused > count / 10 && refused < count * 0.9), 'both outcomes must occur')
})
