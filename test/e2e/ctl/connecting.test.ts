// Command lines, config files, servers that are not there, and passwords: next to the original (CTL-02..06).

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../../support/address.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { comparable, control, see, Twin } from './twin.js'

const skip = skipUnless('supervisor')

describe('supervisorctl without a daemon', { skip }, () => {
  let scratch: Scratch

  before(() => {
    scratch = new Scratch()
  })
  after(() => scratch?.remove())

  async function compare(args: readonly string[]): Promise<void> {
    const [theirs, ours] = await Promise.all([
      control('supervisor', scratch, args),
      control('reeve', scratch, args),
    ])
    const seen = (result: typeof ours) => ({
      code: result.code,
      stdout: comparable(result.stdout, scratch),
      usage: result.code === 2 ? comparable(result.stderr, scratch) : [],
    })
    assert.deepEqual(seen(ours), seen(theirs), `supervisorctl ${args.join(' ')}`)
  }

  const COMMANDS = [
    'status',
    'start x',
    'stop all',
    'restart x',
    'signal HUP x',
    'tail x',
    'tail -f x',
    'maintail',
    'maintail -f',
    'clear x',
    'pid',
    'version',
    'reread',
    'update',
    'add x',
    'remove x',
    'avail',
    'reload',
    'shutdown',
    'fg x',
    'help',
    'status x y',
  ]

  test('a socket that is missing, refused or forbidden has its words and exit statuses (CTL-03, CTL-04)', async () => {
    await leaveSocket(scratch.at('dead.sock'))
    for (const url of [
      `unix://${scratch.at('nosuch.sock')}`,
      `unix://${scratch.at('dead.sock')}`,
      `http://127.0.0.1:${await freePort()}`,
    ]) {
      for (const command of COMMANDS) await compare(['-c', writeConfig(url), ...command.split(' ')])
    }
  })

  test('a serverurl of another kind, or of a host nobody knows, is the generic error (CTL-05)', async () => {
    for (const url of ['ftp://x', 'foo', 'http://nohost.invalid']) {
      for (const command of ['status', 'pid', 'update']) await compare(['-c', writeConfig(url), command])
    }
  })

  const ARGUMENTS: readonly (readonly string[])[] = [
    ['-q'],
    ['--bogus'],
    ['-s'],
    ['--ser'],
    ['--h'],
    ['--interactive=1'],
    ['-ii'],
    ['-i', '-i', 'status'],
    ['-s', 'foo', 'status'],
    ['--s=1'],
    ['-u', 'a', '--username', 'b', 'status'],
    ['-c', '/nowhere/x', 'status'],
    ['-c', '/tmp', 'status'],
    ['--history-file', 'x'],
    ['-s', 'unix:///nowhere/s', '--', 'status'],
    ['-r', 'x', '-s', 'unix:///nowhere/s', 'pid'],
  ]

  test('what is wrong on the command line is told and exits 2 (CFG-ERR-01, CLI-SC-01..05)', async () => {
    for (const args of ARGUMENTS) await compare(args)
  })

  const CONFIGS: readonly (readonly [what: string, text: string])[] = [
    ['a path with dots', '[supervisorctl]\nserverurl=unix:///nowhere/../nowhere//x.sock'],
    ['%(here)s', '[supervisorctl]\nserverurl=unix://%(here)s/x.sock'],
    ['~', '[supervisorctl]\nserverurl=unix://~/nosuch.sock'],
    ['a variable', '[supervisorctl]\nserverurl=unix:///nowhere/%(ENV_REEVE_TEST_FOLDER)s/x'],
    ['a relative path', '[supervisorctl]\nserverurl=unix://x.sock'],
    ['a comment and capitals', '[supervisorctl]\nServerURL = unix:///nowhere/a ; not this'],
    [
      'the last of two values',
      '[supervisorctl]\nserverurl=unix:///a\n[x]\n[supervisorctl]\nserverurl=unix:///nowhere/b',
    ],
    ['[DEFAULT]', '[DEFAULT]\nserverurl=unix:///nowhere/d\n[supervisorctl]'],
    ['an empty value', '[supervisorctl]\nserverurl='],
    ['no newline at the end', '[supervisorctl]\nserverurl=unix:///nowhere/n'],
  ]

  test('the section is read as the original reads it (CFG-CTL-01..04, CFG-FMT)', async () => {
    for (const [, text] of CONFIGS) await compare(['-c', scratch.write('c.conf', text), 'pid'])
    await compare(['-c', scratch.write('c.conf', '[supervisord]\n'), 'pid'])
    await compare(['-c', scratch.write('c.conf', ''), 'pid'])
    scratch.write('supervisord.conf', '[supervisorctl]\nserverurl=unix:///nowhere/found')
    await compare(['pid'])
  })

  test('a value that cannot be expanded and a line that cannot be read are errors with their place (CFG-ERR-04)', async () => {
    for (const [text, error] of [
      [
        '[supervisorctl]\nserverurl=%(nope)s',
        /^Error: Format string '%\(nope\)s' for 'supervisorctl\.serverurl' contains/,
      ],
      ['[supervisorctl]\nrubbish', /^Error: Source contains parsing errors: /],
    ] as const) {
      const result = await control('reeve', scratch, ['-c', scratch.write('c.conf', text), 'pid'])
      assert.equal(result.code, 2)
      assert.match(result.stderr, error)
      assert.match(result.stderr, /c\.conf:2/)
    }
  })

  test('a [ctlplugin:x] in Python is passed over unless it is built in, one of ours adds its commands (clients.md 17)', async () => {
    scratch.write(
      'echo.mjs',
      `export const make = (values) => ({
        name: 'echo',
        apply(ctl, options) {
          const hooks = ctl.contract('ctl', () => { throw new Error('the host has it') })
          hooks.commands.tap('echo', (registry) => registry.add({
            name: 'echo', load: () => ({ help: ['echo'], run: (it, words) => it.output(values.before + words + options.values.before) }),
          }))
        },
      })`,
    )
    const file = scratch.write(
      'c.conf',
      '[supervisorctl]\n' +
        '[ctlplugin:quick]\nsupervisor.ctl_factory=supervisor_quick:make_quick_controllerplugin\n' +
        '[ctlplugin:unknown]\nsupervisor.ctl_factory=some_python.module:make\n' +
        '[ctlplugin:echo]\nsupervisor.ctl_factory=./echo.mjs:make\nbefore=>%%\n' +
        '[ctlplugin:gone]\nsupervisor.ctl_factory=./gone.mjs\n',
    )
    const result = await control('reeve', scratch, ['-c', file, 'echo', 'a', 'b'])
    assert.deepEqual([result.code, result.stdout], [0, '>%a b>%\n'])
    assert.match(result.stderr, /^supervisorctl: \[ctlplugin:gone\]: cannot find the module .*\n$/)
    const shell = await control('reeve', scratch, ['-c', file], 'help echo\n')
    assert.doesNotMatch(shell.stderr, /supervisor_quick/)
    assert.match(shell.stderr, /some_python/)
  })

  test('a command that waits for nothing exits 1 with its name, and the shell goes on behind it', async () => {
    scratch.write(
      'hang.mjs',
      `export default {
        name: 'acme',
        apply(ctl) {
          const hooks = ctl.contract('ctl', () => { throw new Error('the host has it') })
          const hang = { help: ['hang'], run: () => new Promise(() => {}) }
          hooks.commands.tap('acme', (registry) => registry.add({ name: 'hang', load: () => hang }))
        },
      }`,
    )
    const file = scratch.write(
      'c.conf',
      '[supervisorctl]\n[ctlplugin:acme]\nsupervisor.ctl_factory=./hang.mjs\n',
    )
    const told = /^supervisorctl: plugin acme failed in the command hang: it never ended: .*\n$/m
    const result = await control('reeve', scratch, ['-c', file, 'hang'])
    assert.deepEqual([result.code, result.stdout], [1, ''])
    assert.match(result.stderr, told)
    const shell = await control('reeve', scratch, ['-c', file], 'hang\nhelp hang\n')
    assert.match(shell.stderr, told)
    assert.match(shell.stdout, /> hang\n/)
  })

  test('help on the command line goes to stdout and exits 0', async () => {
    const result = await control('reeve', scratch, ['-h'])
    assert.equal(result.code, 0)
    assert.match(
      result.stdout,
      /^supervisorctl -- .*\n\nUsage: .*supervisorctl \[options\] \[action \[arguments\]\]/,
    )
    assert.equal(result.stderr, '')
  })

  test('options of node in the environment do not reach supervisorctl', async () => {
    process.env.NODE_OPTIONS = '--no-such-flag'
    try {
      const result = await control('reeve', scratch, ['help'])
      assert.equal(result.stderr, '')
      assert.equal(result.code, 0)
    } finally {
      delete process.env.NODE_OPTIONS
    }
  })

  function writeConfig(serverurl: string): string {
    return scratch.write('c.conf', `[supervisorctl]\nserverurl=${serverurl}\n`)
  }
})

/** A socket file that nobody listens on any more. */
async function leaveSocket(path: string): Promise<void> {
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`,
  ])
  await once(child, 'exit')
}

describe('a server with a password', { skip }, () => {
  let twin: Twin
  const ports = new Map<string, number>()

  before(async () => {
    for (const kind of ['supervisor', 'reeve']) ports.set(kind, await freePort())
    const port = (kind: string) => ports.get(kind) ?? 0
    twin = await Twin.start({
      config: (kind) =>
        `[inet_http_server]\nport=127.0.0.1:${port(kind)}\nusername=me\npassword=se:cret\n[program:up]\ncommand=sleep 1000\nstartsecs=0\n[supervisorctl]\nserverurl=http://127.0.0.1:${port(kind)}`,
    })
    await twin.each(({ daemon }) => daemon.until('up', 'RUNNING'))
  })
  after(() => twin?.close())

  test('right credentials from the command line work (CLI-SC-03)', async () => {
    await twin.compare(['-u', 'me', '-p', 'se:cret', 'status'])
    await twin.compare(['-u', 'me', '-p', 'se:cret', 'restart', 'up'])
    await twin.compare(['-u', 'me', '-p', 'se:cret'], 'pid up\n')
  })

  test('wrong or no credentials are told in one line and exit 1 (CTL-06, EDGE-49)', async () => {
    for (const args of [[], ['-u', 'me', '-p', 'wrong'], ['-u', 'me']]) {
      for (const { kind, daemon } of twin.sides) {
        const seen = await see(kind, daemon.scratch, [...args, 'status'])
        assert.equal(seen.code, 1)
        assert.equal(seen.stdout[0], 'Server requires authentication')
        assert.equal(seen.stdout.length, kind === 'reeve' ? 2 : 3)
      }
    }
  })

  test('the shell asks for them and goes on (CTL-06)', async () => {
    const ours = twin.sides.find((side) => side.kind === 'reeve')
    assert.ok(ours !== undefined)
    const seen = await see('reeve', ours.daemon.scratch, [], 'me\nse:cret\nversion\n')
    assert.deepEqual(seen.stdout.slice(0, 2), ['Server requires authentication', 'Username:Password:'])
    assert.match(seen.stdout[2] ?? '', /^up {31}RUNNING/)
    assert.deepEqual(seen.stdout.slice(3), ['supervisor> 4.2.5', 'supervisor> ', ''])
    assert.equal(seen.code, 0)
  })
})

test('a server that never answers leaves supervisorctl to Ctrl-C', { skip }, async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const { spawn } = await import('node:child_process')
  const { executable } = await import('../../support/systems.js')
  const child = spawn(executable('reeve', 'supervisorctl'), [
    '-s',
    `http://127.0.0.1:${address.port}`,
    'status',
  ])
  await once(server, 'connection')
  child.kill('SIGINT')
  const [code, signal] = await once(child, 'exit')
  assert.deepEqual([code, signal], [null, 'SIGINT'])
  server.close()
})
