import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { PluginRequest } from '../../../core/config/plugin-requests.js'
import { ConfigError, UsageError } from '../../../core/errors.js'
import { createModuleLoader } from '../../../core/modules/module-loader.js'
import { looksLikePython, PYTHON_NAMES } from '../../../core/modules/python-names.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import type { Section } from '../../../sdk/config.js'
import { Scratch } from '../../support/scratch.js'

const scratch = new Scratch()
after(() => scratch.remove())
const { path: here } = scratch
const file = (path: string, content: string) => scratch.write(path, content)

function section(specifier: string): Section {
  const source = { file: '/etc/x.conf', line: 1 }
  const values = { 'supervisor.rpcinterface_factory': specifier }
  return { header: 'rpcinterface:x', kind: 'rpcinterface', name: 'x', values, source, locate: () => source }
}

function request(
  from: PluginRequest['from'],
  name: string,
  module: string,
  values: PluginRequest['values'] = {},
): PluginRequest {
  const source = from === 'command-line' ? null : { file: '/etc/x.conf', line: 4 }
  return { from, name, module, values, source }
}

function setUp() {
  const clock = createFakeClock()
  const warnings: string[] = []
  const log = { warn: (text: string) => warnings.push(text) }
  const loader = createModuleLoader({ here, clock })
  return {
    clock,
    loader,
    warnings,
    load: (specifier: string) => loader.loadExport(specifier, section(specifier), log),
  }
}

const source = (name: string) =>
  `export default { name: '${name}', apply() {} }\nexport const make = () => '${name}'\n`
const absolute = file('absolute.mjs', source('absolute'))
file('plugins/beside.mjs', source('beside'))
file('common.cjs', "module.exports = { name: 'common', apply() {}, ['ma' + 'ke']: () => 'common' }")
file(
  'compiled.cjs',
  "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = { name: 'compiled', apply() {} }",
)
file('node_modules/plain/index.js', "module.exports = { name: 'plain', apply() {} }")
file(
  'node_modules/@acme/modern/package.json',
  '{"type":"module","exports":{".":{"import":"./main.js"},"./extra":"./extra.js"}}',
)
file('node_modules/@acme/modern/main.js', source('modern'))
file('node_modules/@acme/modern/extra.js', source('extra'))
file('node_modules/closed/package.json', '{"exports":{"./inner":{"browser":"./x.js"}}}')
file('node_modules/py_named/index.js', "exports.make_it = () => 'javascript'")
file('broken.mjs', 'export default {{')
file('throws.mjs', "throw new Error('no database')")
file('empty.mjs', 'export const other = 1')
file('factory.mjs', 'export default function factory() {}')
file('hangs.mjs', 'await new Promise((resolve) => { globalThis.releaseHangingModule = resolve })')
file('typed.ts', "const name: string = 'typed'\nexport default { name, apply() {} }\n")

/** Specifier and the name of the plugin that it leads to. */
const FOUND: Readonly<Record<string, string>> = {
  [absolute]: 'absolute',
  [`file://${absolute}`]: 'absolute',
  './plugins/beside.mjs': 'beside',
  'plugins/beside.mjs': 'beside',
  './common.cjs': 'common',
  './compiled.cjs': 'compiled',
  plain: 'plain',
  'plain/index.js': 'plain',
  '@acme/modern': 'modern',
  '@acme/modern/extra': 'extra',
}

for (const [specifier, name] of Object.entries(FOUND)) {
  test(`a plugin is found as ${specifier.replace(here, '/...')}`, async () => {
    const found = (await setUp().load(specifier)) as { name: string }
    assert.equal(found.name, name)
  })
}

test('module:export gives the export, of a CommonJS module too', async () => {
  const { load } = setUp()
  assert.equal(((await load('./absolute.mjs:make')) as () => string)(), 'absolute')
  assert.equal(((await load('./common.cjs:make')) as () => string)(), 'common')
  assert.equal(((await load('@acme/modern:make')) as () => string)(), 'modern')
})

test('a package is looked up from Reeve when the config’s folder has none', async () => {
  assert.equal(typeof (await setUp().load('tapable:SyncHook')), 'function')
})

const FAILURES: Readonly<Record<string, string>> = {
  './none.mjs': `[rpcinterface:x]: cannot find the module ./none.mjs (relative to ${here})`,
  '/none.mjs:make': `[rpcinterface:x]: cannot find the module /none.mjs (relative to ${here})`,
  'not-installed': `[rpcinterface:x]: cannot find the module not-installed: neither a file in ${here} nor a package installed there or beside Reeve`,
  closed: `[rpcinterface:x]: cannot find the module closed: neither a file in ${here} nor a package installed there or beside Reeve`,
  fs: `[rpcinterface:x]: cannot find the module fs: neither a file in ${here} nor a package installed there or beside Reeve`,
  './empty.mjs': `[rpcinterface:x]: ${here}/empty.mjs has no default export; it exports other`,
  './empty.mjs:make': `[rpcinterface:x]: ${here}/empty.mjs has no export make; it exports other`,
  './throws.mjs': `[rpcinterface:x]: ${here}/throws.mjs cannot be loaded: Error: no database (${here}/throws.mjs:1)`,
  './broken.mjs': `[rpcinterface:x]: ${here}/broken.mjs cannot be loaded: SyntaxError: Unexpected token '{'; "node ${here}/broken.mjs" shows the line`,
}

for (const [specifier, message] of Object.entries(FAILURES)) {
  test(`${specifier} is refused with the section in the message`, async () => {
    const { load, warnings } = setUp()
    await assert.rejects(load(specifier), (error) => error instanceof UsageError && error.message === message)
    assert.deepEqual(warnings, [])
  })
}

test('a module that never finishes loading is named', async () => {
  const { load, clock } = setUp()
  const loaded = load('./hangs.mjs').catch((error: Error) => error.message)
  const shared = globalThis as { releaseHangingModule?: () => void }
  while (shared.releaseHangingModule === undefined) await clock.run()
  await clock.run(10_000)
  assert.equal(
    await loaded,
    `[rpcinterface:x]: ${here}/hangs.mjs cannot be loaded: what it awaits at its top level did not settle in 10 seconds`,
  )
  shared.releaseHangingModule()
})

test('a TypeScript file is loaded where Node can, and else the message says what to do', async () => {
  const canStrip = (process.features as { readonly typescript?: unknown }).typescript
  const loading = setUp().load('./typed.ts')
  if (canStrip) assert.equal(((await loading) as { name: string }).name, 'typed')
  else
    await assert.rejects(
      loading,
      /typed\.ts cannot be loaded: Node [\d.]+ runs no TypeScript; compile it, or use Node 22\.18/,
    )
})

test('every well-known Python name is of Python’s form (EXT-09)', () => {
  for (const name of Object.keys(PYTHON_NAMES)) assert.ok(looksLikePython(name), name)
  for (const name of ['./x.js:make', '@acme/x:make', 'my-package:make', 'package', 'a b:c', 'x:y-z']) {
    assert.equal(looksLikePython(name), false, name)
  }
})

for (const [name, { builtIn }] of Object.entries(PYTHON_NAMES)) {
  test(`${name} ${builtIn ? 'is left to the built-in' : 'is known, warned of and skipped'} (EXT-09)`, async () => {
    const { load, warnings } = setUp()
    assert.equal(await load(name), undefined)
    if (builtIn) assert.deepEqual(warnings, [])
    else assert.match(warnings.join('\n'), /^\[rpcinterface:x\]: \S+ \(.+\) is not built in; it is left out$/)
  })
}

test('an unknown Python name is one clear warning (EXT-09)', async () => {
  const { load, warnings } = setUp()
  assert.equal(await load('acme.rpc:make_acme'), undefined)
  assert.deepEqual(warnings, [
    '[rpcinterface:x]: acme.rpc:make_acme names Python code, which cannot run here, and no installed package has that ' +
      'name; it is left out; name a JavaScript module instead (./path.js:export), or remove it',
  ])
})

test('a package may have a name that Python could have as well', async () => {
  const made = (await setUp().load('py_named:make_it')) as () => string
  assert.equal(made(), 'javascript')
})

test('the list has what sections and options name, in the order of the requests', async () => {
  const { loader } = setUp()
  const entries = await loader.loadPlugins([
    request('plugin', 'b', './plugins/beside.mjs', { size: '3' }),
    request('plugin', 'a', '@acme/modern'),
    request('rpcinterface', 'supervisor', 'supervisor.rpcinterface:make_main_rpcinterface'),
    request('rpcinterface', 'x', './compiled.cjs'),
    request('rpcinterface', 'y', './factory.mjs'),
    request('rpcinterface', 'z', 'acme.rpc:make_acme'),
    request('command-line', 'plain', 'plain'),
    request('command-line', './common.cjs', './common.cjs'),
  ])
  assert.deepEqual(
    entries.map(({ plugin, namedBy }) => [plugin.name, namedBy]),
    [
      ['beside', 'section plugin:b'],
      ['modern', 'section plugin:a'],
      ['compiled', 'section rpcinterface:x'],
      ['plain', '--plugin plain'],
      ['common', '--plugin ./common.cjs'],
    ],
  )
  assert.deepEqual(entries[0]?.values, { size: '3' })
  assert.deepEqual(entries[0]?.source, { file: '/etc/x.conf', line: 4 })
})

test('a module that is named twice is one plugin, in its first place', async () => {
  const requests = [request('plugin', 'a', 'plain'), request('command-line', 'plain', 'plain')]
  const entries = await setUp().loader.loadPlugins(requests)
  assert.deepEqual(
    entries.map(({ namedBy }) => namedBy),
    ['section plugin:a'],
  )
})

test('all sections whose plugin cannot be loaded are told at once, with their places', async () => {
  const missing = `neither a file in ${here} nor a package installed there or beside Reeve`
  const requests = [
    request('plugin', 'a', 'not-installed'),
    request('plugin', 'b', './factory.mjs'),
    request('plugin', 'c', 'acme.python:make_it'),
    request('rpcinterface', 'd', './throws.mjs'),
  ]
  await assert.rejects(setUp().loader.loadPlugins(requests), (error) => {
    assert.ok(error instanceof ConfigError)
    assert.deepEqual(error.message.split('\n'), [
      `cannot find the module not-installed: ${missing} [/etc/x.conf:4, section plugin:a, option module]`,
      './factory.mjs exports a function, not a plugin: an object with a name and apply() [/etc/x.conf:4, section plugin:b, option module]',
      `cannot find the module acme.python: ${missing} [/etc/x.conf:4, section plugin:c, option module]`,
      `${here}/throws.mjs cannot be loaded: Error: no database (${here}/throws.mjs:1) [/etc/x.conf:4, section rpcinterface:d, option supervisor.rpcinterface_factory]`,
    ])
    return true
  })
})

test('a --plugin that cannot be loaded is a usage error', async () => {
  const requests = [request('command-line', './none.mjs', './none.mjs')]
  await assert.rejects(setUp().loader.loadPlugins(requests), (error) => {
    assert.ok(error instanceof UsageError && !(error instanceof ConfigError))
    assert.equal(
      error.message,
      `--plugin ./none.mjs: cannot find the module ./none.mjs (relative to ${here})`,
    )
    return true
  })
})
