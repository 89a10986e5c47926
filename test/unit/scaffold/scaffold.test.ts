import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { takenNames } from '../../../core/bin/taken-names.js'
import { packageRoot } from '../../../core/modules/package-root.js'
import { KINDS, readArguments, ScaffoldError } from '../../../sdk/scaffold/arguments.js'
import { scaffold } from '../../../sdk/scaffold/scaffold.js'
import { fill } from '../../../sdk/scaffold/template.js'
import { Scratch } from '../../support/scratch.js'

const root = packageRoot()

for (const kind of KINDS) {
  for (const language of ['typescript', 'javascript'] as const) {
    test(`a ${kind} in ${language} is a package with code, a test and a README, nothing left to fill in`, async (context) => {
      const scratch = new Scratch()
      context.after(() => scratch.remove())
      const request = { package: '@acme/shout-it', kind, language, reeve: 'file:../reeve.tgz' }
      const { folder, files } = scaffold(request, { packageRoot: root, workingDirectory: scratch.path })
      const ending = language === 'typescript' ? 'ts' : 'js'
      assert.equal(folder, scratch.at('shout-it'))
      assert.deepEqual(files, [
        'README.md',
        `src/index.${ending}`,
        `test/index.test.${ending}`,
        'package.json',
        ...(language === 'typescript' ? ['tsconfig.json'] : []),
        '.gitignore',
      ])
      for (const file of files) {
        const text = scratch.read(`shout-it/${file}`)
        assert.doesNotMatch(text, /\{\{|\}\}|\n{3}|[ \t]\n/, file)
        assert.match(text, /[^\n]\n$/, file)
      }
      const manifest = JSON.parse(scratch.read('shout-it/package.json')) as Record<string, unknown>
      assert.equal(manifest.name, '@acme/shout-it')
      const own = kind === 'listener' ? manifest.dependencies : manifest.devDependencies
      assert.equal((own as Record<string, string>).reeve, 'file:../reeve.tgz')
      if (language === 'javascript') assert.ok(!scratch.has('shout-it/tsconfig.json'))
    })
  }
}

test('without --reeve the release is asked for that the program belongs to, and a plugin says what it is made for', async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string }
  const request = readArguments(['shout'])
  assert.ok(request !== null)
  scaffold(request, { packageRoot: root, workingDirectory: scratch.path })
  const manifest = JSON.parse(scratch.read('shout/package.json')) as Record<string, Record<string, string>>
  assert.equal(manifest.peerDependencies?.reeve, `^${version}`)
  assert.equal(manifest.devDependencies?.reeve, `^${version}`)
  assert.match(
    scratch.read('shout/src/index.ts'),
    new RegExp(`reeve: '\\^${version.replaceAll('.', '\\.')}'`),
  )
})

test('a folder with anything in it is left alone', async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const place = { packageRoot: root, workingDirectory: scratch.path }
  const request = { package: 'shout', kind: 'plugin', language: 'typescript', reeve: null } as const
  scratch.folder('shout')
  scratch.write('shout/.keep', '')
  assert.throws(() => scaffold(request, place), {
    message: `${scratch.at('shout')} is not empty (it has .keep); take another name, or empty it`,
  })
  assert.deepEqual(scratch.names('shout'), ['.keep'])
  scratch.write('file', '')
  assert.throws(() => scaffold({ ...request, package: 'file' }, place), /is there already, and no folder/)
  scratch.folder('empty')
  assert.ok(scaffold({ ...request, package: 'empty' }, place).files.length > 0)
})

test('the command line is read, and what is wrong with it is said', () => {
  assert.equal(readArguments(['--help']), null)
  assert.deepEqual(readArguments(['--kind', 'ctl', 'x', '--js', '--reeve=file:a=b.tgz']), {
    package: 'x',
    kind: 'ctl',
    language: 'javascript',
    reeve: 'file:a=b.tgz',
  })
  for (const [argv, message] of [
    [[], /a name is missing/],
    [['a', 'b'], /one name, please, not a b/],
    [['a', '--what'], /there is no option --what/],
    [['a', '--kind=daemon'], /--kind is one of plugin, listener, rpcinterface, ctl, not 'daemon'/],
    [['a', '--kind'], /--kind is one of/],
    [['a', '--reeve='], /--reeve needs/],
    [['../a'], /cannot be the name of a package/],
    [['A'], /cannot be the name of a package/],
    [['-'], /no option -/],
    [['@acme'], /cannot be the name of a package/],
    [['a/b'], /cannot be the name of a package/],
    [['x\ny'], /cannot be the name of a package/],
    [['program'], /'program' is the name of something else already/],
    [['@acme/supervisord'], /'supervisord' is the name of something else already/],
    [['a'.repeat(215)], /at most 214 characters/],
  ] as const) {
    assert.throws(
      () => readArguments(argv),
      (error: unknown) => error instanceof ScaffoldError && message.test(error.message),
      argv.join(' '),
    )
  }
})

for (const [kind, names] of Object.entries({
  plugin: ['http-server', '@acme/webhook', 'unix_http_server', 'fcgi-program', 'stdout'],
  ctl: ['status', 'wait', '@acme/help', 'plugins', 'default'],
})) {
  test(`a ${kind} cannot be called as one of ours, nor as what ours have`, () => {
    for (const name of names) {
      assert.throws(() => readArguments([name, `--kind=${kind}`], takenNames()), {
        message: `'${name.replace('@acme/', '')}' is the name of something else already; take another`,
      })
      // It is no section and no command.
      assert.equal(readArguments([name, '--kind=listener'], takenNames())?.package, name)
    }
  })
}

test('a template keeps or drops its blocks, and a name without a value is a bug', () => {
  const text = 'a {{name}}\n{{#yes}}\nb\n{{/yes}}\n{{#no}}\nc\n{{/no}}\nd{{#yes}} e{{/yes}}{{#no}} f{{/no}}\n'
  assert.equal(fill(text, { name: 'x', yes: true, no: false }), 'a x\nb\nd e\n')
  assert.throws(() => fill('{{other}}', {}), /names other/)
})
