// The package as a new user meets it: packed, installed elsewhere, and extended from outside the repository.

import assert from 'node:assert/strict'
import { cpSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { repository } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { type Installed, installOrSay } from './installed.js'

const outcome = await installOrSay()

describe('the packed and installed package', { skip: typeof outcome === 'string' ? outcome : false }, () => {
  const installed = outcome as Installed
  /** Scaffolded packages with a copy of Reeve in their own node_modules. */
  const folder = (name: string) => installed.scratch.at(name)

  before(async () => {
    for (const words of [
      ['shout'],
      ['ear', '--kind=listener', '--javascript'],
      ['notes', '--kind=rpcinterface'],
      ['failed', '--kind=ctl', '--javascript'],
    ]) {
      const { code, stdout, stderr } = await installed.scaffold(...words)
      assert.equal(code, 0, `${stdout}${stderr}`)
    }
    await installed.npm('shout', 'install')
    for (const name of ['ear', 'notes', 'failed']) {
      symlinkSync(join(folder('shout'), 'node_modules'), join(folder(name), 'node_modules'))
    }
  })
  after(() => installed.scratch.remove())

  /** The installed daemon on a config of its own, for the length of some work. */
  async function withDaemon(config: string, work: (daemon: Daemon) => Promise<void>): Promise<void> {
    const daemon = await startDaemon({ kind: 'reeve', config, programs: installed.programs })
    try {
      await work(daemon)
    } finally {
      await daemon.close()
    }
  }

  test('it holds what is needed and nothing else, and its programs are executable', () => {
    const paths = installed.files.map(({ path }) => path)
    const surplus = paths.filter(
      (path) =>
        /(^|\/)(test|node_modules|\.ci)\//.test(path) ||
        (/(?<!\.d)\.ts$/.test(path) && !path.startsWith('sdk/examples/')) ||
        /^dist\/(test|schemas\/build)\//.test(path),
    )
    assert.deepEqual(surplus, [])
    const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>
      readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
    }
    for (const path of Object.values(manifest.bin)) {
      const file = installed.files.find((one) => one.path === path)
      assert.equal((file?.mode ?? 0) & 0o111, 0o111, path)
    }
    for (const target of Object.values(manifest.exports).flatMap((one) => Object.values(asRecord(one)))) {
      const pattern = new RegExp(`^${target.slice(2).replaceAll('.', '\\.').replace('*', '.+')}$`)
      assert.ok(
        paths.some((path) => pattern.test(path)),
        target,
      )
    }
  })

  test('each of its programs runs from where it is installed', async () => {
    for (const [program, args, said] of [
      ['supervisord', ['-v'], /^4\.\d/],
      ['supervisorctl', ['-h'], /supervisorctl/],
      ['echo_supervisord_conf', [], /^\[supervisord\]/m],
      ['reeve-plugin', ['--help'], /^Usage: reeve-plugin NAME/],
      ['reeve-node', ['-p', '1+1'], /^2$/m],
    ] as const) {
      const result = await run(join(installed.programs, program), args)
      assert.match(result.stdout, said, `${program}: ${result.stderr}`)
      assert.equal(result.code, 0, program)
    }
  })

  for (const [name, tests] of [
    ['shout', 3],
    ['ear', 1],
    ['notes', 1],
    ['failed', 1],
  ] as const) {
    test(`npm test passes in the scaffolded package ${name}`, async () => {
      const { stdout } = await installed.npm(name, 'test')
      assert.match(stdout, new RegExp(`^# pass ${tests}$|^ℹ pass ${tests}$`, 'm'))
      assert.match(stdout, /^(#|ℹ) fail 0$/m)
    })
  }

  test('a scaffolded folder is not written into a second time', async () => {
    const { code, stderr } = await installed.scaffold('shout')
    assert.equal(code, 2)
    assert.match(stderr, /^Error: .*shout is not empty/)
  })

  for (const resolution of ['node16', 'nodenext', 'bundler']) {
    test(`every entry has types that resolve with moduleResolution ${resolution}`, async () => {
      const file = installed.scratch.write(`shout/entries-${resolution}.ts`, ENTRIES)
      const module = resolution === 'bundler' ? 'esnext' : resolution
      const { stdout, code } = await run(
        join(folder('shout'), 'node_modules/.bin/tsc'),
        [
          ...['--noEmit', '--strict', '--ignoreConfig', '--target', 'es2023', '--types', 'node'],
          ...['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--verbatimModuleSyntax'],
          ...['--module', module, '--moduleResolution', resolution, file],
        ],
        { directory: folder('shout') },
      )
      assert.equal(stdout, '')
      assert.equal(code, 0)
    })
  }

  // A copy of the file in a folder without anything else, so that Reeve can only be the one that runs.
  const alone = (name: string, file: string) => {
    const target = join(installed.scratch.folder(`alone-${name}`), `${name}.mjs`)
    cpSync(join(folder(name), file), target)
    return target
  }

  const WAYS = [
    ['with a copy of Reeve of its own', (name: string, file: string) => join(folder(name), file)],
    ['as one file in an empty folder', alone],
  ] as const

  for (const [way, place] of WAYS) {
    test(`a plugin acts ${way}`, () =>
      withDaemon(
        `[plugin:shout]\nmodule=${place('shout', 'dist/src/index.js')}\n[shout]\nwords=is down\n` +
          '[program:web]\ncommand=/bin/false\nstartretries=0\n',
        async (daemon) => void (await daemon.logged(/CRIT web is down/)),
      ))

    test(`a listener acts ${way}`, () =>
      withDaemon(
        `[eventlistener:ear]\ncommand=reeve-node ${place('ear', 'src/index.js')}\n` +
          'events=PROCESS_STATE_EXITED\nstderr_logfile=%(here)s/ear.err\n' +
          '[program:web]\ncommand=sh -c "sleep 0.2; exit 3"\nstartsecs=0\nautorestart=false\n',
        async (daemon) => {
          await daemon.logged(/exited: web/)
          const told = () => daemon.scratch.has('ear.err') && daemon.scratch.read('ear.err')
          await waitFor(() => /^web \(pid \d+\) has ended/.test(told() || ''), {
            what: 'what the listener tells',
          })
        },
      ))

    test(`an rpcinterface factory acts ${way}`, () =>
      withDaemon(
        `[rpcinterface:notes]\nsupervisor.rpcinterface_factory=${place('notes', 'dist/src/index.js')}:makeNotes\n`,
        async (daemon) => {
          assert.equal(await daemon.ask('notes.setNote', 'release', '1.2'), true)
          assert.equal(await daemon.ask('notes.getNote', 'release'), '1.2')
        },
      ))

    test(`a command of supervisorctl acts ${way}`, () =>
      withDaemon(
        `[ctlplugin:failed]\nsupervisor.ctl_factory=${place('failed', 'src/index.js')}\n` +
          '[program:web]\ncommand=/bin/false\nstartretries=0\n',
        async (daemon) => {
          await daemon.logged(/gave up: web/)
          const { stdout, stderr, code } = await daemon.control(['failed'])
          assert.deepEqual([stdout, stderr, code], ['web\n', '', 1])
        },
      ))
  }
})

const ENTRIES = `
import { createSupervisor } from 'reeve'
import { standardPlugins } from 'reeve/plugins'
import { definePlugin, httpHooks, rpcHooks, type Supervisor } from 'reeve/sdk'
import { createClient } from 'reeve/sdk/client'
import { defineCtlPlugin } from 'reeve/sdk/ctl'
import { listen } from 'reeve/sdk/listener'
import { startListener } from 'reeve/sdk/listener/testing'
import { encodeCall } from 'reeve/sdk/xmlrpc'
import { bootSupervisor, type Harness } from 'reeve/testing'
import type { ProgramOptions } from 'reeve/schemas/types'

export const all = [
  createSupervisor, standardPlugins, httpHooks, rpcHooks, createClient, defineCtlPlugin, listen, startListener, encodeCall,
]
export const state = async (harness: Harness, supervisor: Supervisor, options: ProgramOptions): Promise<string> =>
  \`\${(await harness.ctl('status')).stdout}\${supervisor.pid}\${options.command}\`
export default definePlugin({
  name: 'typed',
  apply({ hooks }) {
    // @ts-expect-error: a state change has no such member, which shows that the types are there.
    hooks.stateChange.tap('typed', ({ nothing }) => nothing)
  },
})
export const harness = bootSupervisor({ config: '' })
`

function asRecord(target: string | Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return typeof target === 'string' ? { default: target } : target
}
