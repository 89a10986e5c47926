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

const FOLDERS = ['core', 'plugins', 'sdk', 'schemas', 'test']
const readmes = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('README.md'))
    .map((name) => join(folder, name)),
)

test('the links of the READMEs lead to files of the repository', () => {
  const broken = ['README.md', ...readmes].flatMap((name) =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)\)/g)]
      .filter(([, target = '']) => !existsSync(join(root, dirname(name), target)))
      .map(([, target]) => `${name}: ${target}`),
  )
  assert.deepEqual(broken, [])
})

test('the files that a folder README names exist', () => {
  const missing = readmes.flatMap((name) =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/`([\w/-]+\.ts)`/g)]
      .filter(([, file = '']) => ![dirname(name), '.'].some((from) => existsSync(join(root, from, file))))
      .map(([, file]) => `${name}: ${file}`),
  )
  assert.deepEqual(missing, [])
})

test('every folder of the core, and the four around it, say what they are for', () => {
  const folders = readdirSync(join(root, 'core'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'clock')
    .map(({ name }) => join('core', name))
  assert.deepEqual(
    [...FOLDERS, ...folders].filter((folder) => !existsSync(join(root, folder, 'README.md'))),
    [],
  )
})

test('the code of sdk/README.md stands in the example plugin and its test', () => {
  const sources = ['sdk/examples/flap-guard/flap-guard.ts', 'test/unit/sdk/flap-guard.test.ts']
    .map((name) => withoutIndentation(readFileSync(join(root, name), 'utf8')))
    .join('')
  const blocks = [...readFileSync(join(root, 'sdk/README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)]
  assert.ok(blocks.length >= 4)
  for (const [, code = ''] of blocks) assert.ok(sources.includes(withoutIndentation(code)), code)
})

// The formatter has its own idea of it in a README.
function withoutIndentation(code: string): string {
  return code.replace(/^[ \t]+/gm, '')
}

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
