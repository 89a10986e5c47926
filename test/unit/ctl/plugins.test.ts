// Plugins of supervisorctl: where they come from, what is wrong with them, and what is known of them.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createCtl } from '../../../core/ctl/ctl.js'
import { loadCtlPlugin } from '../../../core/ctl/plugin-loader.js'
import type { CtlPluginEntry } from '../../../core/ctl/plugin-statuses.js'
import { type Ctl, type CtlPlugin, ctlHooks, defineCtlPlugin } from '../../../sdk/contracts/ctl.js'
import { createMemoryTerminal } from './memory-terminal.js'

const here = mkdtempSync(join(tmpdir(), 'reeve-ctl-'))
after(() => rmSync(here, { recursive: true }))

writeFileSync(
  join(here, 'plugins.mjs'),
  `import { defineCtlPlugin, ctlHooks } from 'reeve/sdk/ctl'
export default defineCtlPlugin({ name: 'greeting', version: '3.1.0', apply(ctl) {
  ctlHooks(ctl).commands.tap('greeting', (r) => r.add({ name: 'greet', load: () => ({ help: [], run() {} }) }))
} })
export const make = (values) => ({ name: 'made-' + values.colour, apply() {} })
export const later = async () => ({ name: 'later', apply() {} })
export const nothing = () => {}
export const nameless = { apply() {} }
export const unable = { name: 'unable', apply: 5 }
export const future = { name: 'future', reeve: '^99', apply() {} }
export const text = 'text'
export const fails = () => { throw new Error('no luck') }
`,
)

function load(factory: string | null) {
  const source = { file: '/etc/x.conf', line: 1 }
  const section = { name: 'x', factory, values: { colour: 'red' }, source }
  return loadCtlPlugin(section, join(here, 'c.conf'), {})
}

const FOUND: Readonly<Record<string, string>> = {
  './plugins.mjs': 'greeting',
  [`${here}/plugins.mjs:make`]: 'made-red',
  'plugins.mjs:later': 'later',
}

for (const [factory, name] of Object.entries(FOUND)) {
  test(`[ctlplugin:x] ${factory.replace(here, '/...')} is the plugin ${name}`, async () => {
    const loaded = await load(factory)
    assert.ok('plugin' in loaded, JSON.stringify(loaded))
    assert.equal(loaded.plugin.name, name)
    assert.equal(loaded.file, join(here, 'plugins.mjs'))
  })
}

const REFUSED: Readonly<Record<string, RegExp>> = {
  './plugins.mjs:nothing':
    /:nothing gave no sound plugin: a plugin is an object with a name and apply\(\), not nothing; the section/,
  './plugins.mjs:nameless':
    /:nameless exports no sound plugin: name must be a word such as "cache" or "@acme\/cache", not nothing;/,
  './plugins.mjs:unable': /apply must be a function, not number 5;/,
  './plugins.mjs:future':
    /plugin future is made for Reeve \^99 \(its field reeve, .*plugins\.mjs\), but this is Reeve/,
  './plugins.mjs:text':
    /:text exports no sound plugin: a plugin is an object with a name and apply\(\), not "text";/,
  './plugins.mjs:fails': /:fails failed in its factory: no luck \(.*plugins\.mjs:12\);/,
  './plugins.mjs:absent': /plugins\.mjs has no export absent; it exports default, fails, /,
  './none.mjs': /cannot find the module of \.\/none\.mjs/,
}

for (const [factory, problem] of Object.entries(REFUSED)) {
  test(`[ctlplugin:x] ${factory} is left out: ${problem.source}`, async () => {
    const loaded = await load(factory)
    assert.ok('problem' in loaded)
    assert.match(loaded.problem, problem)
    assert.match(loaded.problem, /^\[ctlplugin:x\]: .*; the section is skipped$/)
    assert.equal(loaded.isForeign, false)
  })
}

function command(name: string, run: (ctl: Ctl) => void | Promise<void> = () => {}) {
  return { name, load: () => ({ help: [], run }) }
}

function adds(name: string, ...entries: readonly unknown[]): CtlPlugin {
  return defineCtlPlugin({
    name,
    apply(ctl) {
      ctlHooks(ctl).commands.tap(name, (registry) => {
        for (const entry of entries) registry.add(entry as ReturnType<typeof command>)
      })
    },
  })
}

test('ctl.plugins says what each plugin is, brought and did wrong; the commands of the others work', async () => {
  const terminal = createMemoryTerminal()
  let seen: Ctl['plugins'] = []
  const look = command('look', (ctl) => {
    seen = ctl.plugins
  })
  const plugins: CtlPluginEntry[] = [
    { plugin: adds('ours', look) },
    {
      plugin: adds('greedy', command('look'), command('mine')),
      namedBy: 'section ctlplugin:g',
      file: join(here, 'plugins.mjs'),
    },
    { plugin: adds('odd', { name: 'two words' }, { name: 'bare' }, null), namedBy: 'section ctlplugin:o' },
    { plugin: { name: 'slow', apply: (async () => {}) as () => void }, namedBy: 'section ctlplugin:s' },
    {
      plugin: { name: 'tapping', apply: (ctl) => ctlHooks(ctl).commands.tap('tapping', undefined as never) },
    },
    { plugin: adds('ours', command('second')), namedBy: 'section ctlplugin:again' },
  ]
  const settings = { serverurl: 'unix:///nowhere', username: null, password: null, origin: 'a test' }
  const refused = [{ name: 'lost', namedBy: 'section ctlplugin:lost', message: 'cannot find it' }]
  const ctl = createCtl({ settings, terminal, interactive: false, plugins, refused })
  await ctl.run('look')
  assert.deepEqual(
    seen.map(({ name, origin, state, commands, lastError, namedBy }) => [
      name,
      origin,
      state,
      commands,
      lastError?.message ?? null,
      namedBy,
    ]),
    [
      ['ours', 'built-in', 'applied', ['look'], null, null],
      [
        'greedy',
        'path',
        'applied',
        ['mine'],
        "the command look of plugin greedy is already plugin ours's",
        'section ctlplugin:g',
      ],
      [
        'odd',
        'built-in',
        'applied',
        [],
        'plugin odd added a command without a name of one word',
        'section ctlplugin:o',
      ],
      [
        'slow',
        'built-in',
        'failed',
        [],
        'plugin slow failed in apply: apply returned a promise, but supervisorctl does not wait for one',
        'section ctlplugin:s',
      ],
      [
        'tapping',
        'built-in',
        'failed',
        [],
        'plugin tapping failed in apply: hook ctl.commands: a tap needs a function',
        null,
      ],
      [
        'ours',
        'built-in',
        'refused',
        [],
        'another plugin of this name comes from the standard list; remove or rename one of them',
        'section ctlplugin:again',
      ],
      ['lost', 'path', 'refused', [], 'cannot find it', 'section ctlplugin:lost'],
    ],
  )
  assert.equal(seen[2]?.errors, 3)
  assert.deepEqual(seen[0]?.hooks, ['ctl.commands'])
  for (const told of [
    /look of plugin greedy is already/,
    /the command bare without load\(\)/,
    /plugin ours of section ctlplugin:again is left out/,
  ])
    assert.match(terminal.stderr(), told)
})

function ctlOf(...plugins: readonly CtlPlugin[]) {
  const terminal = createMemoryTerminal()
  const settings = { serverurl: 'unix:///nowhere', username: null, password: null, origin: 'a test' }
  const entries = plugins.map((plugin) => ({ plugin }))
  return { terminal, ctl: createCtl({ settings, terminal, interactive: false, plugins: entries }) }
}

test('a command that waits for nothing is told with its name and its plugin, and the next one works', async () => {
  const hang = command('hang', () => new Promise(() => {}))
  const places: (string | undefined)[] = []
  const look = command('look', ({ plugins }) => void places.push(plugins[0]?.lastError?.where))
  const { ctl, terminal } = ctlOf(adds('acme', hang, look))
  const hanging = ctl.run('hang')
  await new Promise(setImmediate)
  terminal.idle()
  await hanging
  assert.equal(
    terminal.stderr(),
    'supervisorctl: plugin acme failed in the command hang: it never ended: it waits, and nothing is left that it could wait for\n',
  )
  assert.equal(ctl.exitStatus, 1)
  await ctl.run('look')
  assert.deepEqual(places, ['command hang'])
})

for (const loaded of [5, undefined, null, {}]) {
  test(`a command that loads ${JSON.stringify(loaded)} is an error line with its name and its plugin`, async () => {
    const { ctl, terminal } = ctlOf(adds('acme', { name: 'odd', load: () => loaded }))
    await ctl.run('odd')
    const why =
      'load() of the command odd of plugin acme gave no command: one is an object with help and run()'
    assert.equal(terminal.stdout(), `error: <class 'TypeError'>, ${why}: server: unix:///nowhere\n`)
    assert.equal(ctl.exitStatus, 1)
  })
}
