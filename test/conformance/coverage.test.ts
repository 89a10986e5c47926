// The list of behaviour in coverage.md: nothing is left out, and every test that it names exists.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = join(root, 'test', 'conformance')

interface Row {
  readonly id: string
  readonly behaviour: string
  /** A title. */
  readonly shownBy: string
}

const ids = readFileSync(join(folder, 'ids.txt'), 'utf8').trimEnd().split('\n')

const rows: Row[] = readFileSync(join(folder, 'coverage.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]/.test(line) && !line.startsWith('| Id '))
  .map((line) => {
    const [, id = '', behaviour = '', shownBy = '', ...more] = line.split('|').map((cell) => cell.trim())
    assert.deepEqual(more, [''], `${id} has three cells`)
    return { id, behaviour, shownBy }
  })

const LITERAL =
  /(?<=\b(?:test|describe|scenario)\(\s*(?:'[^'\n]+',\s*)?|\btitle: |^\s*\[?)(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n]+)`)/gm

/** Titles stand in the tests as texts of their own, whatever their quotes. */
function literals(): Set<string> {
  const found = new Set<string>()
  for (const name of readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue
    const source = readFileSync(join(root, 'test', name), 'utf8')
    for (const [, single, double, template] of source.matchAll(LITERAL)) {
      found.add(single ?? double ?? template ?? '')
    }
  }
  return found
}

test('every id has one row, in order, and no row has another id', () => {
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(
    rows.map((row) => row.id),
    ids,
  )
})

test('every row says what happens in one sentence, and what shows it', () => {
  const bad = rows.filter(
    ({ behaviour, shownBy }) => !/^\S.*\.$/.test(behaviour) || shownBy === '' || behaviour.length > 250,
  )
  assert.deepEqual(bad, [])
})

test('every test that a row names exists', () => {
  const titles = literals()
  assert.deepEqual(
    rows.filter((row) => !titles.has(row.shownBy)),
    [],
  )
})
