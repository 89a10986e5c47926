import assert from 'node:assert/strict'
import { rmSync, symlinkSync } from 'node:fs'
import nodeModule from 'node:module'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createModuleLoader } from '../../../core/modules/module-loader.js'
import { describeStray } from '../../../core/plugin-host/stray-errors.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import { REEVE_VERSION } from '../../../core/version.js'
import { Scratch } from '../../support/scratch.js'

const scratch = new Scratch()
after(() => scratch.remove())
const { path: here } = scratch
const file = (path: string, content: string) => scratch.write(path, content)

function load(...modules: readonly string[]) {
  return loaderOf()(...modules)
}

/** One loader, as one daemon has. */
function loaderOf() {
  const loader = createModuleLoader({ here, clock: createFakeClock() })
  return (...modules: readonly string[]) =>
    loader.loadPlugins(
      modules.map((module, index) => {
        const source = { file: '/etc/x.conf', line: index + 1 }
        return { from: 'plugin' as const, name: `p${index}`, module, values: {}, source }
      }),
    )
}

const plain = (name: string, fields = '') => `export default { name: '${name}', ${fields} apply() {} }\n`

test('a file with no node_modules above it gets the SDK of this installation', async () => {
  file('alone/lib/helper.mjs', "export { Fault } from 'reeve/sdk'\n")
  file(
    'alone/plugin.mjs',
    "import { definePlugin } from 'reeve/sdk'\nimport { Fault } from './lib/helper.mjs'\n" +
      "export default definePlugin({ name: 'alone', fault: new Fault('FAILED'), apply() {} })\n",
  )
  const [entry] = await load('./alone/plugin.mjs')
  const { Fault } = await import('reeve/sdk')
  assert.ok(entry)
  assert.ok((entry.plugin as unknown as { readonly fault: unknown }).fault instanceof Fault)
})

test('a CommonJS file gets it too where Node can, and else is told what to do', async () => {
  file(
    'alone/plugin.cjs',
    "module.exports = { name: new (require('reeve/sdk').Fault)('FAILED').message, apply() {} }",
  )
  const loading = load('./alone/plugin.cjs')
  if ('registerHooks' in nodeModule) assert.equal((await loading)[0]?.plugin.name, 'FAILED')
  else
    await assert.rejects(
      loading,
      /require\(\) finds Reeve only where it is installed: write the plugin as a module/,
    )
})

test('a plugin with its own copy of reeve keeps it', async () => {
  file(
    'copy/node_modules/reeve/package.json',
    '{"name":"reeve","version":"9.0.0","exports":{"./sdk":"./sdk.mjs","./package.json":"./package.json"}}',
  )
  file(
    'copy/node_modules/reeve/sdk.mjs',
    "export const definePlugin = (plugin) => ({ ...plugin, version: 'its own' })\n",
  )
  file(
    'copy/plugin.mjs',
    "import { definePlugin } from 'reeve/sdk'\nexport default definePlugin({ name: 'copy', apply() {} })\n",
  )
  assert.equal((await load('./copy/plugin.mjs'))[0]?.plugin.version, 'its own')
})

/** The package.json of a plugin, and what is said; undefined when it fits. */
const RANGES: readonly (readonly [manifest: object, misfit: string | undefined])[] = [
  [{ peerDependencies: { reeve: `^${REEVE_VERSION}` } }, undefined],
  [{ engines: { reeve: '>=0.0.1' }, peerDependencies: { reeve: '^99' } }, undefined],
  [{ peerDependencies: { reeve: 'workspace:*' } }, undefined],
  [
    { peerDependencies: { reeve: '^99' } },
    'is made for Reeve ^99 (peerDependencies.reeve in FILE), but this is',
  ],
  [{ engines: { reeve: '<0.0.1' } }, 'is made for Reeve <0.0.1 (engines.reeve in FILE), but this is'],
  [
    { engines: { reeve: 'newest' } },
    'is made for Reeve "newest" (engines.reeve in FILE), which is no range of versions; write one such as "^',
  ],
]

RANGES.forEach(([manifest, misfit], index) => {
  const folder = `node_modules/ranged${index}`
  const what = misfit === undefined ? 'loaded' : 'refused, before any of its code runs'
  test(`a package with ${JSON.stringify(manifest)} is ${what}`, async () => {
    const json = { name: `ranged${index}`, version: '1.2.0', type: 'module', main: 'main.js', ...manifest }
    const packageFile = file(`${folder}/package.json`, JSON.stringify(json))
    const loading = 'globalThis.ranged = true\n'
    file(`${folder}/main.js`, (misfit === undefined ? '' : loading) + plain(`ranged${index}`))
    if (misfit === undefined) {
      const [entry] = await load(`ranged${index}`)
      assert.equal(entry?.manifest?.version, '1.2.0')
      return
    }
    const start = `package ranged${index} 1.2.0 ${misfit.replace('FILE', packageFile)}`
    await assert.rejects(load(`ranged${index}`), (error: Error) => {
      assert.equal(error.message.slice(0, start.length), start)
      assert.match(error.message, /\[\/etc\/x\.conf:1, section plugin:p0, option module\]$/)
      return true
    })
    assert.equal('ranged' in globalThis, false)
  })
})

test('a plugin object says its range itself', async () => {
  file('says.mjs', plain('says', "version: '2.0.0', reeve: '^99',"))
  await assert.rejects(
    load('./says.mjs'),
    new RegExp(
      `^.*plugin says 2\\.0\\.0 is made for Reeve \\^99 \\(its field reeve, ${here}/says\\.mjs\\), but this is Reeve `,
    ),
  )
})

test('a changed entry needs a reload and is imported afresh; changed files below it need a restart', async () => {
  file('grown/lib/a.mjs', "export { b } from './b.mjs'\n")
  const b = file('grown/lib/b.mjs', 'export const b = 1\n')
  const entryFile = file(
    'grown/plugin.mjs',
    `import { b } from './lib/a.mjs'\n${plain('grown', "version: 'b' + b,")}`,
  )
  const load = loaderOf()
  const [first] = await load('./grown/plugin.mjs')
  assert.deepEqual(first?.files?.(), [entryFile, join(here, 'grown/lib/a.mjs'), b])
  assert.equal(first?.changes?.(), null)

  file('grown/plugin.mjs', `import { b } from './lib/a.mjs'\n${plain('grown', "version: 'changed b' + b,")}`)
  assert.deepEqual(first?.changes?.(), { files: [entryFile], needs: 'reload' })
  const [second] = await load('./grown/plugin.mjs')
  assert.equal(second?.plugin.version, 'changed b1')
  assert.equal(second?.changes?.(), null)

  file('grown/lib/b.mjs', 'export const b = 22\n')
  assert.deepEqual(second?.changes?.(), { files: [b], needs: 'restart' })
  const [third] = await load('./grown/plugin.mjs')
  assert.equal(third?.plugin, second?.plugin)
  assert.deepEqual(third?.changes?.(), { files: [b], needs: 'restart' })

  rmSync(b)
  assert.deepEqual(third?.changes?.(), { files: [b], needs: 'restart' })
})

test('what runs on after a load that was refused keeps its changed files', async () => {
  const sub = file('kept/sub.mjs', 'export const sub = 1\n')
  const sound = `import { sub } from './sub.mjs'\n${plain('kept', 'sub,')}`
  const entryFile = file('kept/plugin.mjs', sound)
  const load = loaderOf()
  const [running] = await load('./kept/plugin.mjs')
  file('kept/sub.mjs', 'export const sub = 22\n')
  file('kept/plugin.mjs', 'rubbish(')
  await assert.rejects(load('./kept/plugin.mjs'))
  assert.deepEqual(running?.changes?.(), { files: [entryFile, sub], needs: 'restart' })
  assert.deepEqual(running?.files?.(), [entryFile, sub])

  file('kept/plugin.mjs', sound)
  assert.deepEqual(running?.changes?.(), { files: [sub], needs: 'restart' })
  file('kept/sub.mjs', 'export const sub = 1\n')
  assert.equal(running?.changes?.(), null)
  assert.equal((await load('./kept/plugin.mjs'))[0]?.plugin.name, 'kept')
})

test('a plugin that was loaded anew and is not run keeps the one that runs changed', async () => {
  const entryFile = file('beside/plugin.mjs', plain('beside'))
  const broken = file('beside/other.mjs', plain('other'))
  const load = loaderOf()
  const [running] = await load('./beside/plugin.mjs', './beside/other.mjs')
  file('beside/plugin.mjs', plain('beside', "version: '2.0.0',"))
  file('beside/other.mjs', 'rubbish(')
  await assert.rejects(load('./beside/plugin.mjs', './beside/other.mjs'), new RegExp(broken))
  assert.deepEqual(running?.changes?.(), { files: [entryFile], needs: 'reload' })
})

test('a changed CommonJS entry is imported afresh too', async () => {
  const load = loaderOf()
  file('old.cjs', "module.exports = { name: 'old', apply() {} }")
  assert.equal((await load('./old.cjs'))[0]?.plugin.name, 'old')
  file('old.cjs', "module.exports = { name: 'renewed', apply() {} }")
  assert.equal((await load('./old.cjs'))[0]?.plugin.name, 'renewed')
})

test('an error that nothing caught is blamed by any file of the plugin, its package’s dependencies included', async () => {
  file('blamed/lib/deep.mjs', "export const fail = () => new Error('deep')\n")
  file('blamed/plugin one.mjs', `export { fail } from './lib/deep.mjs'\n${plain('blamed')}`)
  file('node_modules/packed/package.json', '{"name":"packed","main":"main.cjs"}')
  file(
    'node_modules/packed/main.cjs',
    "module.exports = { name: 'packed', apply() {}, fail: require('inner') }",
  )
  file('node_modules/packed/node_modules/inner/index.js', "module.exports = () => new Error('inner')")
  const entries = await load('./blamed/plugin one.mjs', 'packed')
  const { fail } = (await import(join(here, 'blamed/lib/deep.mjs'))) as { fail(): Error }
  assert.match(
    describeStray(fail(), entries, false).text,
    /^plugin blamed failed outside of its hooks: an error was caught by nobody/,
  )
  const packed = entries[1]?.plugin as unknown as { fail(): Error }
  assert.equal(describeStray(packed.fail(), entries, false).failure?.plugin, 'packed')
  assert.equal(describeStray(new Error('ours'), entries, true).failure, null)
  assert.match(
    describeStray('only a text', entries, true).text,
    /^an error was caught by nobody.*only a text$/,
  )
})

test('a TypeScript file with more than types, or inside node_modules, is refused with what to do', async () => {
  file('node_modules/typed/package.json', '{"name":"typed","main":"main.ts"}')
  file('node_modules/typed/main.ts', "export default { name: 'typed' as string, apply() {} }")
  file('enum.ts', "enum A { b }\nexport default { name: 'enum', a: A.b, apply() {} }")
  const canStrip = (process.features as { readonly typescript?: unknown }).typescript
  const [packed, more] = canStrip
    ? [/the package has to be compiled/, /more than types, such as enums; compile it, or write it without/]
    : [
        /runs no TypeScript; compile it, or use Node 22\.18/,
        /runs no TypeScript; compile it, or use Node 22\.18/,
      ]
  await assert.rejects(load('typed'), packed)
  await assert.rejects(load('./enum.ts'), more)
})

test('what is missing below a plugin, and a module taken for CommonJS, are told with what to do', async () => {
  file('lost.mjs', "import 'not-installed'\n")
  await assert.rejects(
    load('./lost.mjs'),
    /Cannot find package 'not-installed'; what it imports has to be there, or installed beside it \[/,
  )
  file('old/package.json', '{"type":"commonjs"}')
  file('old/module.js', 'export default { }\n')
  await assert.rejects(
    load('./old/module.js'),
    /takes it for CommonJS; name it \.mjs, or put a package\.json with "type": "module" beside it \[/,
  )
})

test('a plugin behind a symbolic link is found and finds its packages', async () => {
  file('real/plugin.mjs', plain('linked'))
  symlinkSync(join(here, 'real/plugin.mjs'), join(here, 'linked.mjs'))
  assert.equal((await load('./linked.mjs'))[0]?.plugin.name, 'linked')
})
