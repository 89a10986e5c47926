// The texts of the README that people paste into files.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../../support/systems.js'

/** The code block that contains `mark`, with its paths replaced. */
export function pasted(mark: string, replace: Readonly<Record<string, string>>): string {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '')
  const found = blocks.filter((block) => block.includes(mark))
  assert.equal(found.length, 1, `${found.length} blocks contain ${mark}`)
  return Object.entries(replace).reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `${from} is not in\n${text}`)
    return text.replaceAll(from, to)
  }, found[0] ?? '')
}
