import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupLines, readLogicalLines } from '../../../core/config/dialect.js'

function read(text: string) {
  const { lines, problem, damaged } = readLogicalLines(text, '/etc/x.conf', 'x.conf')
  const groups = groupLines(lines, '/etc/x.conf')
  const values = Object.fromEntries(
    groups.map(({ name, entries }) => [
      name,
      Object.fromEntries([...entries].map(([key, entry]) => [key, entry.value])),
    ]),
  )
  return { values, groups, problem, damaged }
}

test('a header runs to the last bracket and what follows is ignored (CFG-FMT-10)', () => {
  assert.deepEqual(read('[a]b]c\nx=1').values, { 'a]b': { x: '1' } })
  assert.match(read('[a]\n[]\n').problem?.text ?? '', /\[line {2}2\]: '\[\]\\n'/)
})

test('keys are lower-cased and end at the first delimiter (CFG-FMT-11, CFG-FMT-12)', () => {
  assert.deepEqual(read('[a]\nKeY : v = w\nb=c:d').values, { a: { key: 'v = w', b: 'c:d' } })
})

test('all bad lines are one problem, placed at the first (CFG-FMT-13)', () => {
  const { problem, damaged } = read('[a]\nx=1\nbad\n[b]\n=y')
  assert.equal(
    problem?.text,
    "Source contains parsing errors: 'x.conf'\n\t[line  3]: 'bad\\n'\n\t[line  5]: '=y'",
  )
  assert.deepEqual(problem?.source, { file: '/etc/x.conf', line: 3 })
  assert.deepEqual([...damaged], ['a', 'b'])
})

test('a line that cannot be read is quoted without a secret', () => {
  const { problem } = read('[a]\npassword hunter2\n=x,DB_TOKEN=hunter2\nmore words\n')
  assert.equal(
    problem?.text,
    "Source contains parsing errors: 'x.conf'\n\t[line  2]: 'password ***\\n'\n\t[line  3]: '=x,DB_TOKEN=***\\n'\n\t[line  4]: 'more words\\n'",
  )
  assert.match(read('smtp_password: hunter2\n').problem?.text ?? '', /\n'smtp_password: \*\*\*\\n'$/)
})

test('text before any header ends the reading (CFG-FMT-14)', () => {
  const { problem } = read('\n; comment\nx = "a\'b"\n')
  assert.equal(
    problem?.text,
    "File contains no section headers.\nfile: 'x.conf', line: 3\n'x = \"a\\'b\"\\n'",
  )
})

test('an inline comment needs white space before it, also in quotes (CFG-FMT-17)', () => {
  const text = '[a]\nb="x ; y"\nc=x;y#z\nd=1\t# two\n; e=f'
  assert.deepEqual(read(text).values, { a: { b: '"x', c: 'x;y#z', d: '1' } })
  assert.equal(read(text).groups[0]?.entries.get('b')?.cut, true)
  assert.equal(read(text).groups[0]?.entries.get('c')?.cut, false)
})

test('deeper lines continue a value, blank ones stay, comments vanish (CFG-FMT-18)', () => {
  assert.deepEqual(read('[a]\nb=1\n  2\n\n # no\n\t3\n\n\nc=4').values, { a: { b: '1\n2\n\n3', c: '4' } })
})

test('the last of two values wins, and its line is told (CFG-FMT-19)', () => {
  const { values, groups } = read('[a]\nb=1\n[c]\n[a]\nb=2')
  assert.deepEqual(values, { a: { b: '2' }, c: {} })
  assert.deepEqual(groups[0]?.entries.get('b')?.source, { file: '/etc/x.conf', line: 5 })
  assert.deepEqual(groups[0]?.source, { file: '/etc/x.conf', line: 1 })
})

test("ini's own rules apply to nothing", () => {
  const names = ['__proto__', 'a.b', 'true', '"quoted"', 'x[]', 'back\\slash', 'ü', '50%', '1']
  const text = names.map((name) => `[${name}]\n${name}=${name}\nempty=\n`).join('')
  const groups = read(text).groups
  assert.deepEqual(
    groups.map(({ name }) => name),
    names,
  )
  for (const [index, { entries }] of groups.entries()) {
    assert.deepEqual(
      [...entries].map(([key, { value }]) => [key, value]),
      [
        [names[index]?.toLowerCase(), names[index]],
        ['empty', ''],
      ],
    )
  }
})

test('CRLF, lone CR and a missing last newline are line ends (CFG-FMT-07)', () => {
  assert.deepEqual(read('[a]\r\nb=1\rc=2').values, { a: { b: '1', c: '2' } })
})
