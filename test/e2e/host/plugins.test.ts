import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable } from '../../support/systems.js'

const PLUGIN = `
export default {
  name: 'unruly',
  apply(supervisor, { values }) {
    supervisor.log.info('unruly was given ' + JSON.stringify(values))
    supervisor.hooks.stateChange.tap('unruly', (change) => {
      if (change.to === 'RUNNING') throw new Error('in a hook')
    })
    supervisor.hooks.ready.tap('unruly', () => {
      supervisor.clock.after(10, () => { throw new Error('in a timer') })
      supervisor.clock.after(20, async () => { throw new Error('in a promise') })
    })
    return () => { throw new Error('at the end') }
  },
}
`

test('a plugin of a [plugin:x] section gets its keys, and whatever it throws after boot is only logged', async () => {
  const scratch = new Scratch()
  scratch.write('unruly.mjs', PLUGIN)
  const config = '[plugin:x]\nmodule=./unruly.mjs\ncolour=red\n[program:cat]\ncommand=/bin/cat\n'
  const daemon = await startDaemon({ kind: 'reeve', config, scratch })
  try {
    await daemon.logged(/ERRO plugin unruly failed in hook stateChange: in a hook/)
    await daemon.logged(/CRIT plugin unruly failed outside of its hooks: .*goes on: Error: in a promise/)
    await daemon.logged(/CRIT plugin unruly failed outside of its hooks: .*goes on: Error: in a timer/)
    assert.match(daemon.log.text, /INFO unruly was given {"colour":"red"}/)
    assert.equal((await daemon.until('cat', 'RUNNING')).statename, 'RUNNING')
    await daemon.ask('shutdown')
    assert.equal(await daemon.exit(), 0)
    assert.match(daemon.log.text, /ERRO plugin unruly failed in its disposer: at the end/)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('unknown Python names are one warning each, and the daemon goes on (EXT-09)', async () => {
  const config = '[rpcinterface:acme]\nsupervisor.rpcinterface_factory = acme.rpc:make_acme\n'
  const daemon = await startDaemon({ kind: 'reeve', config })
  try {
    assert.equal(await daemon.ask('getAPIVersion'), '3.0')
    assert.equal(
      daemon.log.text.match(/WARN \[rpcinterface:acme\]: acme\.rpc:make_acme names Python code/g)?.length,
      1,
    )
  } finally {
    await daemon.close()
  }
})

test('--plugin adds a plugin after those of the config, relative to the config file', async () => {
  const scratch = new Scratch()
  scratch.folder('elsewhere')
  scratch.write('last.mjs', "export default { name: 'last', apply: (s) => s.log.info('last is here') }")
  scratch.write('first.mjs', "export default { name: 'first', apply: (s) => s.log.info('first is here') }")
  const daemon = await startDaemon({
    kind: 'reeve',
    config: '[plugin:x]\nmodule=./first.mjs\n',
    args: ['--plugin', './last.mjs'],
    directory: scratch.at('elsewhere'),
    scratch,
  })
  try {
    assert.match(daemon.log.text, /first is here\n.*last is here/)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

/** What the config holds, a line on stderr, and arguments; exit 2 each time. */
const REFUSED: Readonly<Record<string, readonly [config: string, error: RegExp, ...args: string[]]>> = {
  'a --plugin that cannot be found': [
    '',
    /^Error: --plugin not-installed: cannot find the module not-installed: neither a file in .+ nor a package/m,
    '--plugin',
    'not-installed',
  ],
  'a plugin that cannot be found': [
    '[plugin:x]\nmodule=./none.js\n',
    /^Error: cannot find the module \.\/none\.js \(relative to .+\) \[.+c\.conf:\d+, section plugin:x, option module\]$/m,
  ],
  'a plugin that throws while it is loaded': [
    '[plugin:x]\nmodule=./throws.mjs\n',
    /^Error: .+throws\.mjs cannot be loaded: Error: no database \(.+throws\.mjs:1\) \[.+section plugin:x, option module\]$/m,
  ],
  'a module that is no plugin': [
    '[plugin:x]\nmodule=./function.mjs\n',
    /^Error: \.\/function\.mjs exports a function, not a plugin: an object with a name and apply\(\) \[/m,
  ],
  'a plugin that requires a missing one': [
    '[plugin:x]\nmodule=./needy.mjs\n',
    /^Error: plugin needy: it requires the plugin database, which is not in the list \[.+c\.conf:\d+, section plugin:x\]$/m,
  ],
  'a schema that does not compile': [
    '[plugin:x]\nmodule=./schema.mjs\n[typo]\na=1\n',
    /^Error: the schema that plugin schema brings for it cannot be used: strict mode: unknown keyword: "minimun" \[.+c\.conf:\d+, section typo\]$/m,
  ],
  'a check that gives no list': [
    '[plugin:x]\nmodule=./checks.mjs\n[checked]\na=1\n',
    /^Error: plugin checks failed in check: it must return a list of problems, each with a text/m,
  ],
  'a plugin for another release of Reeve': [
    '[plugin:x]\nmodule=./future.mjs\n',
    /^Error: plugin future is made for Reeve \^99 \(its field reeve, .+future\.mjs\), but this is Reeve .+ \[.+section plugin:x, option module\]$/m,
  ],
  'a factory that returns nothing': [
    '[rpcinterface:nil]\nsupervisor.rpcinterface_factory=./factories.mjs:nothing\n',
    /^Error: Could not make nil rpc interface: \.\/factories\.mjs:nothing returned nothing, and not an object with methods \[section rpcinterface:nil\]$/m,
  ],
  'a factory that returns methods which are none': [
    '[rpcinterface:odd]\nsupervisor.rpcinterface_factory=./factories.mjs:odd\n',
    /^Error: Could not make odd rpc interface: .+ returned a method a that is a number, and not a function \[/m,
  ],
  'a factory that throws': [
    '[rpcinterface:bad]\nsupervisor.rpcinterface_factory=./factories.mjs:bad\n',
    /^Error: Could not make bad rpc interface: .+ failed: no database \[section rpcinterface:bad\]$/m,
  ],
  'a plugin whose apply throws': [
    '[plugin:x]\nmodule=./failing.mjs\n',
    /^Error: plugin failing failed in apply: no licence \(\S+failing\.mjs:1\)$/m,
  ],
  'a plugin that taps a hook which does not exist': [
    '[plugin:x]\nmodule=./misspelled.mjs\n',
    /^Error: plugin misspelled failed in apply: there is no hook statechange; did you mean stateChange\? \(\S+misspelled\.mjs:3\)$/m,
  ],
  'a plugin that taps a hook of a contract which does not exist': [
    '[plugin:x]\nmodule=./contract.mjs\n',
    /^Error: plugin contract failed in apply: there is no hook http\.servers; did you mean http\.server\? \(\S+contract\.mjs:4\)$/m,
  ],
}

for (const [what, [config, error, ...args]] of Object.entries(REFUSED)) {
  test(`${what} prevents the start with exit 2`, async () => {
    const scratch = new Scratch()
    try {
      scratch.write('throws.mjs', "throw new Error('no database')")
      scratch.write('function.mjs', 'export default () => {}')
      scratch.write(
        'schema.mjs',
        "export default { name: 'schema', sections: { typo: 'single' }, schema: { type: 'object', properties: { a: { type: 'integer', minimun: 3 } } }, apply() {} }",
      )
      scratch.write(
        'checks.mjs',
        "export default { name: 'checks', sections: { checked: 'single' }, check: () => 'text', apply() {} }",
      )
      scratch.write(
        'misspelled.mjs',
        "export default { name: 'misspelled',\n  apply({ hooks }) {\n    hooks.statechange.tap('misspelled', () => {})\n  } }",
      )
      scratch.write(
        'contract.mjs',
        "import { httpHooks } from 'reeve/sdk'\nexport default { name: 'contract',\n  apply(supervisor) {\n    httpHooks(supervisor).servers.tap('contract', () => {})\n  } }",
      )
      scratch.write('future.mjs', "export default { name: 'future', reeve: '^99', apply() {} }")
      scratch.write(
        'factories.mjs',
        'export const nothing = () => {}\nexport const odd = () => ({ methods: { a: 5 } })\n' +
          "export const bad = () => { throw new Error('no database') }\n",
      )
      scratch.write('needy.mjs', "export default { name: 'needy', requires: ['database'], apply() {} }")
      scratch.write(
        'failing.mjs',
        "export default { name: 'failing', apply() { throw new Error('no licence') } }",
      )
      const file = writeConfig(scratch, config)
      const result = await run(executable('reeve', 'supervisord'), ['-n', '-c', file, ...args], {
        directory: scratch.path,
        environment: scratch.mark,
      })
      assert.equal(result.code, 2, result.stderr)
      assert.match(result.stderr, error)
    } finally {
      await scratch.remove()
    }
  })
}
