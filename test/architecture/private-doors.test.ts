// What first-party plugins reach on the supervisor, any plugin reaches: it is typed in the SDK.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Plugin, Supervisor } from 'reeve/sdk'
import { createHarness } from 'reeve/testing'
import { packageRoot } from '../../core/modules/package-root.js'
import { SupervisorCore } from '../../core/supervisor.js'
import { standardPlugins } from '../../plugins/standard.js'
import { codeOf, files } from './source-imports.js'

/** The members of `interface Supervisor`. */
const typed: ReadonlySet<string> = membersOf('sdk/supervisor.ts', 'Supervisor')

function membersOf(file: string, name: string): ReadonlySet<string> {
  const source = readFileSync(join(packageRoot(), file), 'utf8')
  const [, body = ''] = new RegExp(`^export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(source) ?? []
  return new Set([...body.matchAll(/^ {2}(?:readonly )?(\w+)[?<(:]/gm)].map(([, member = '']) => member))
}

/** What the daemon itself does with a supervisor; no plugin may. */
const HOST_ONLY = ['blameStray', 'boot', 'dispose', 'run']

test('whatever is on the supervisor object is typed in the SDK, or the daemon’s own', () => {
  const members = Object.getOwnPropertyNames(SupervisorCore.prototype)
  const untyped = members.filter((member) => member !== 'constructor' && !typed.has(member))
  assert.deepEqual(untyped.sort(), HOST_ONLY)
})

test('plugins name no member of the supervisor that the SDK does not type', () => {
  const found = files
    .filter((file) => /^plugins\/(?!ctl-)/.test(file))
    .flatMap((file) =>
      // Not in quotes, where the keys of sections begin with it too, and not the client's `client.supervisor`.
      [...codeOf(file).matchAll(/(?<!['"`\w./])supervisor(?: as \w+\))?\??\.(\w+)/g)]
        .filter(([, member = '']) => !typed.has(member))
        .map(([text]) => `${file}: ${text}`),
    )
  assert.deepEqual(found, [])
})

const CONFIG = `[supervisord]
[unix_http_server]
file=/run/x.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[program:web]
command=/bin/cat
[eventlistener:e]
command=/bin/cat
events=EVENT
`

test('a run of all standard plugins touches nothing else of the supervisor that they are given', async () => {
  const touched = new Set<string>()
  const watch = (supervisor: Supervisor): Supervisor =>
    new Proxy(supervisor, {
      get(target, member) {
        if (typeof member === 'string') touched.add(member)
        const value: unknown = Reflect.get(target, member, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  const plugins = standardPlugins.map(
    (plugin): Plugin => ({
      ...plugin,
      apply: (supervisor, options) => plugin.apply(watch(supervisor), options),
    }),
  )
  const harness = await createHarness(CONFIG, { plugins })
  try {
    await harness.advance(1_001)
    await harness.request('GET', '/')
    await harness.rpc('supervisor.getAllProcessInfo')
    await harness.rpc('supervisor.reloadConfig')
  } finally {
    await harness.stop()
  }
  assert.ok(touched.has('hooks') && touched.has('contract'))
  assert.deepEqual(
    [...touched].filter((member) => !typed.has(member)),
    [],
  )
})
