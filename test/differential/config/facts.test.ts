// Every fact about the config file, shown to the original's parser and to ours.

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { assertSameOutcome } from './compare.js'
import { FACTS } from './facts/index.js'
import { isRefusal, type Outcome, ReferenceParser, readOurs } from './reading.js'

describe('config files, read by the original and by Reeve', {
  skip: skipUnless('supervisor', 'python3'),
}, () => {
  let scratch: Scratch
  let reference: ReferenceParser

  before(() => {
    scratch = new Scratch()
    reference = new ReferenceParser(scratch.path)
  })
  after(async () => {
    await reference.close()
    await scratch.remove()
  })

  for (const [index, fact] of FACTS.entries()) {
    test(fact.title, async () => {
      const folder = scratch.folder(String(index))
      for (const [name, text] of Object.entries({ 'main.conf': fact.text, ...fact.files })) {
        const path = join(folder, name)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
      }
      const main = join(folder, 'main.conf')
      const theirs = await reference.read(main)
      const ours = readOurs(main, scratch.path)
      if (fact.differs === undefined) return assertSameOutcome(theirs, ours)
      const shown = (outcome: Outcome) => (isRefusal(outcome) ? outcome.error : JSON.stringify(outcome))
      assert.match(shown(theirs), fact.differs.reference)
      assert.match(shown(ours), fact.differs.ours)
      assert.notDeepEqual(ours, theirs, `there is no difference any more: ${fact.differs.because}`)
    })
  }
})
