import assert from 'node:assert/strict'
import { dirname, join, sep } from 'node:path'
import { test } from 'node:test'
import { codeOf, files, type Import, imports, isOurs, isSelf, sourceOfExport, top } from './source-imports.js'

function violations(rule: (one: Import) => boolean): string[] {
  return imports.filter(rule).map((one) => `${one.from} imports ${one.to}`)
}

test('schemas import nothing of ours', () => {
  assert.deepEqual(
    violations(
      (one) =>
        top(one.from) === 'schemas' && ((isOurs(one.to) && top(one.to) !== 'schemas') || isSelf(one.to)),
    ),
    [],
  )
})

test('the sdk imports only schemas and itself', () => {
  assert.deepEqual(
    violations(
      (one) =>
        top(one.from) === 'sdk' &&
        !one.from.startsWith(join('sdk', 'examples')) &&
        isOurs(one.to) &&
        !['sdk', 'schemas'].includes(top(one.to)),
    ),
    [],
  )
})

test('the core imports only the sdk, schemas and itself', () => {
  assert.deepEqual(
    violations(
      (one) =>
        top(one.from) === 'core' &&
        !one.from.startsWith(join('core', 'bin')) &&
        isOurs(one.to) &&
        !['core', 'sdk', 'schemas'].includes(top(one.to)),
    ),
    [],
  )
})

test('only core/bin and plugins/standard.ts know the plugins', () => {
  const standard = join('plugins', 'standard.ts')
  assert.deepEqual(
    violations(
      (one) =>
        top(one.to) === 'plugins' &&
        isOurs(one.to) &&
        !['plugins', 'test'].includes(top(one.from)) &&
        !(one.from.startsWith(join('core', 'bin')) && one.to.startsWith(join('plugins', 'standard'))),
    ),
    [],
  )
  assert.deepEqual(
    violations((one) => {
      if (top(one.from) !== 'plugins' || one.from === standard || one.from.endsWith(`standard-ctl.ts`))
        return false
      const own = one.from.split(sep).slice(0, 2).join(sep)
      return isOurs(one.to) && !one.to.startsWith(own + sep)
    }),
    [],
    'a plugin imports only its own folder and reeve/sdk*, reeve/schemas/*',
  )
})

test('plugins reach the project only through reeve/sdk and reeve/schemas', () => {
  assert.deepEqual(
    violations(
      (one) => top(one.from) === 'plugins' && isSelf(one.to) && !/^reeve\/(sdk(\/|$)|schemas\/)/.test(one.to),
    ),
    [],
  )
})

test('the daemon core does not import itself by its package name', () => {
  assert.deepEqual(
    violations(
      (one) =>
        ['core', 'sdk', 'schemas'].includes(top(one.from)) &&
        !one.from.startsWith(join('sdk', 'examples')) &&
        isSelf(one.to),
    ),
    [],
  )
})

test('the tests of plugins use the kit that the authors of plugins use', () => {
  const testsPlugins = new Set(
    imports
      .filter((one) => top(one.from) === 'test' && /^(plugins|sdk\/examples)\//.test(one.to))
      .map((one) => one.from),
  )
  const folders = new Set([...testsPlugins].map((file) => dirname(file)))
  // The kit itself, and the two hosts that run the plugins.
  for (const name of ['testing', 'host', 'ctl']) folders.delete(join('test', 'unit', name))
  assert.deepEqual(
    violations(
      (one) =>
        one.from.startsWith(join('test', 'unit') + sep) &&
        folders.has(dirname(one.from)) &&
        one.to.startsWith(join('core', 'testing')),
    ),
    [],
    'they import reeve/testing',
  )
})

test('there is no import cycle', () => {
  const graph = new Map<string, string[]>()
  for (const one of imports) {
    if (one.typeOnly || !isOurs(one.to)) continue
    graph.set(one.from, [...(graph.get(one.from) ?? []), one.to])
  }
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      return
    }
    state.set(file, 'open')
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    state.set(file, 'done')
  }
  for (const file of graph.keys()) visit(file, [])
  assert.deepEqual(cycles, [])
})

test('supervisorctl holds no package but ini: it must start at once', () => {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const one of imports) {
      if (one.from !== file || one.typeOnly) continue
      const target = isSelf(one.to) ? sourceOfExport(one.to) : one.to
      if (target !== undefined && isOurs(target)) visit(target)
      else if (!one.to.startsWith('node:') && !one.isLazy) packages.add(one.to)
    }
  }
  visit(join('core', 'bin', 'supervisorctl.ts'))
  assert.deepEqual([...packages], ['ini'])
})

// Effects have one room each (design 3): what may appear where, in code that the daemon loads.
const daemonCode = files.filter(
  (file) =>
    ['core', 'plugins', 'sdk'].includes(top(file)) &&
    !/^sdk\/(client|listener|examples)\//.test(file) &&
    !/^plugins\/[^/]+\/browser\//.test(file) &&
    !file.startsWith('core/bin/'),
)

const EFFECTS: readonly { what: RegExp; room: RegExp; name: string }[] = [
  {
    what: /\b(setTimeout|setInterval|setImmediate|Date\.now|performance\.now|new Date\(\))/,
    room: /^core\/clock\/|^core\/testing\/(fake-clock|resources)\.ts|^core\/ctl\/|^plugins\/ctl-default\//,
    name: 'time and timers',
  },
  { what: /from 'koffi'|import\('koffi/, room: /^core\/posix\//, name: 'koffi' },
  { what: /process\.kill\(|process\.(on|once)\('SIG/, room: /^core\/posix\/|^core\/ctl\//, name: 'signals' },
  { what: /node:child_process/, room: /^$/, name: 'child_process' },
  { what: /\bconsole\.|process\.exit\(/, room: /^core\/ctl\//, name: 'console and process.exit' },
]

for (const effect of EFFECTS) {
  test(`${effect.name} appear only in their room`, () => {
    const found = daemonCode.filter((file) => !effect.room.test(file) && effect.what.test(codeOf(file)))
    assert.deepEqual(found, [])
  })
}
