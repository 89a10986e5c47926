import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, 'test', name), 'utf8'))
  .join('\n')

/** The last column of the compatibility table. */
function namedTests(): string[] {
  const table = readme.slice(readme.indexOf('## Compatibility'), readme.indexOf('## Writing a plugin'))
  const rows = table.split('\n').filter((line) => line.startsWith('| '))
  return rows.slice(2).map((row) => row.split('|').at(-2)?.trim() ?? '')
}

test('every difference of the compatibility table has a test of that name', () => {
  const named = namedTests()
  assert.ok(named.length > 30, `${named.length} rows`)
  assert.deepEqual(
    named.filter((title) => title === '' || !tests.includes(title)),
    [],
  )
})

test('the links of the README lead to files of the repository', () => {
  const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '')
  assert.deepEqual(
    targets.filter((target) => !existsSync(join(root, target))),
    [],
  )
})

test('the scripts that the README names exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  const named = [...readme.matchAll(/npm (?:run )?(start|test|bench|nodes|fuzz|soak)\b/g)].map(
    (match) => match[1] ?? '',
  )
  assert.deepEqual(
    named.filter((name) => !Object.hasOwn(scripts, name)),
    [],
  )
})
