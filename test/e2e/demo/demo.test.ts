// `npm start` on the built program: what it prints works, and Ctrl-C leaves nothing behind.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { connect, freePort, request } from '../../support/address.js'
import { Lines } from '../../support/lines.js'
import { isAlive, markedProcesses } from '../../support/processes.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { repository, skipUnless } from '../../support/systems.js'
import { waitFor, within } from '../../support/wait.js'
import { call } from '../../support/xmlrpc.js'

const CREDENTIALS = { username: 'demo', password: 'demo' }
const AUTHORIZATION = { Authorization: `Basic ${Buffer.from('demo:demo').toString('base64')}` }

describe('the demo', { skip: skipUnless('reeve') }, () => {
  const scratch = new Scratch()
  let npm: ChildProcess
  let output: Lines
  let exited: Promise<number | null>

  before(async () => {
    npm = spawn('npm', ['start'], {
      cwd: repository,
      env: {
        ...process.env,
        ...scratch.mark,
        TMPDIR: scratch.path,
        REEVE_DEMO_PORT: String(await freePort()),
        REEVE_DEMO_WEB_PORT: String(await freePort()),
        npm_config_cache: scratch.at('npm'),
        npm_config_update_notifier: 'false',
        // npm keeps its compiled code in TMPDIR, from Node 22 on.
        NODE_DISABLE_COMPILE_CACHE: '1',
      },
      // A process group of its own, as a shell gives to what runs in front.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    output = new Lines(npm.stdout as NonNullable<ChildProcess['stdout']>)
    exited = new Promise((resolve) => npm.on('exit', resolve))
    await output.waitFor(/spawned: /, 6)
  })
  after(() => scratch.remove())

  /** Commands and addresses that the demo shows. */
  const shown = (pattern: RegExp) => output.all.flatMap((line) => pattern.exec(line)?.[0] ?? [])

  test('starts a web server, three workers, a flaky program and one that logs', async () => {
    const [status = ''] = shown(/\S+supervisorctl .* status$/)
    const result = await waitFor(
      async () => {
        const tried = await run('/bin/sh', ['-c', status], { directory: '/', environment: scratch.mark })
        return (tried.stdout.match(/ RUNNING /g) ?? []).length === 6 && tried
      },
      { what: 'all to be RUNNING', everyMs: 200 },
    )
    const names = result.stdout.split('\n').flatMap((line) => /^(\S+)\s+RUNNING/.exec(line)?.[1] ?? [])
    assert.deepEqual(names, [
      'flaky',
      'ticker',
      'web',
      'worker:worker_00',
      'worker:worker_01',
      'worker:worker_02',
    ])
  })

  test('prints supervisorctl lines that work from any directory', async () => {
    const [restart = ''] = shown(/\S+supervisorctl .* restart .*$/)
    const restarted = await run('/bin/sh', ['-c', restart], { directory: '/', environment: scratch.mark })
    assert.equal(restarted.code, 0, restarted.stdout + restarted.stderr)
    assert.equal(restarted.stdout.match(/^worker:worker_0[0-2]: started$/gm)?.length, 3)
    const [kill = ''] = shown(/\S+supervisorctl .* signal KILL web$/)
    const spawns = output.matching(/spawned: 'web'/).length
    assert.equal((await run('/bin/sh', ['-c', kill], { directory: '/', environment: scratch.mark })).code, 0)
    await output.waitFor(/spawned: 'web'/, spawns + 1)
  })

  test('prints addresses that answer', async () => {
    const pages = new URL(shown(/(?<=Web interface +)http:\S+/)[0] ?? '')
    assert.equal((await ask(pages, AUTHORIZATION)).status, 200)
    const web = new URL(shown(/(?<=Supervised web +)http:\S+/)[0] ?? '')
    const hello = await waitFor(() => ask(web), { what: 'the web server to listen again' })
    assert.match(hello.body.toString(), /^Hello from web, pid \d+\n$/)

    const logtail = new URL(shown(/http:\S+logtail\S+/)[0] ?? '')
    const socket = connect(addressOf(logtail))
    try {
      socket.write(
        `GET ${logtail.pathname} HTTP/1.1\r\nHost: demo\r\nAuthorization: ${AUTHORIZATION.Authorization}\r\n\r\n`,
      )
      const stream = new Lines(socket)
      await stream.waitFor(/^HTTP\/1.1 200 /)
      await stream.waitFor(/ \d\d:\d\d:\d\d /, 2)
    } finally {
      socket.destroy()
    }

    const rpc = new URL(shown(/http:\S+RPC2/)[0] ?? '')
    assert.deepEqual(
      await call(addressOf(rpc), 'supervisor.getIdentification', [], { credentials: CREDENTIALS }),
      {
        value: 'demo',
      },
    )
    assert.equal((await ask(rpc)).status, 401)
  })

  test('Ctrl-C stops it all, exits 0 and leaves nothing', async () => {
    const pids = markedProcesses(scratch.path)
    assert.ok(pids.length >= 8)
    const before = output.all.length
    process.kill(-(npm.pid ?? 0), 'SIGINT')
    assert.equal(await within(exited, { what: 'npm to exit', instead: () => output.text }), 0)
    await output.end
    // The flaky one may end by itself meanwhile.
    const ended = output.all
      .slice(before)
      .flatMap((line) => /(?:stopped: |exited: (?=flaky))(\S+)/.exec(line)?.[1] ?? [])
    assert.equal(new Set(ended).size, 6)
    // The children of a shell get the signal with it, and nobody waits for them.
    await waitFor(() => !pids.some(isAlive), { what: 'the last of its processes to end' })
    assert.deepEqual(
      scratch.names().filter((name) => name !== 'npm'),
      [],
    )
  })
})

function addressOf({ hostname, port }: URL) {
  return { host: hostname, port: Number(port) }
}

function ask(url: URL, headers: Readonly<Record<string, string>> = {}) {
  return request(addressOf(url), 'GET', url.pathname, { headers })
}
