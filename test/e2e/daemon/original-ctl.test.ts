// The original's supervisorctl over TCP with a password, on both systems: each command, and both kinds of following.
// Over the unix socket the differential suite compares each command.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../../support/address.js'
import { type Daemon, startDaemon, writeConfig } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { executable, type Kind, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { comparable, control } from '../ctl/twin.js'

const KINDS = ['supervisor', 'reeve'] as const satisfies readonly Kind[]

const program = (name: string, more = '') => `[program:${name}]\ncommand=sleep 1000\nstartsecs=0\n${more}`

function configOf(port: number): string {
  return `[inet_http_server]
port=127.0.0.1:${port}
username=someone
password=sécret
[supervisorctl]
serverurl=http://127.0.0.1:${port}
username=someone
password=sécret
[group:g]
programs=one
${program('one')}${program('idle', 'autostart=false\n')}
[program:talker]
command=sh -c "printf 'some output'; exec cat"
startsecs=0
stdout_logfile=%(here)s/talker.log
`
}

const LINES = `status
status g:* idle
status nosuch
start idle
start idle nosuch
stop idle
restart idle g:one
start g:*
signal CONT idle
signal BOGUS idle
tail talker
tail -6 talker stdout
tail talker stderr
clear talker
tail talker
pid idle
pid nosuch
avail
help
help status`

/** After a program was added to the file. */
const LINES_AFTER = `reread
add added
add added
stop idle
remove idle
remove g
update
reread
status`

describe("the original's supervisorctl over TCP", { skip: skipUnless('reeve', 'supervisor') }, () => {
  const daemons = new Map<Kind, Daemon>()
  const configs = new Map<Kind, string>()
  const daemonOf = (kind: Kind): Daemon => {
    const daemon = daemons.get(kind)
    assert.ok(daemon !== undefined)
    return daemon
  }

  before(() =>
    Promise.all(
      KINDS.map(async (kind) => {
        const config = configOf(await freePort())
        configs.set(kind, config)
        const daemon = await startDaemon({ kind, config })
        daemons.set(kind, daemon)
        for (const name of ['talker', 'g:one']) await daemon.until(name, 'RUNNING')
        await daemon.logged(/success: talker/)
        await waitFor(
          async () => (await daemon.ask('readProcessStdoutLog', 'talker', 0, 0)) === 'some output',
          {
            what: 'the output',
          },
        )
      }),
    ),
  )
  after(async () => {
    for (const daemon of daemons.values()) await daemon.close()
  })

  /** Runs it on both; lines on stdin save the start of a program for each. */
  async function compare(line: string, input?: string): Promise<void> {
    // Requests keep the original's once-a-second loop turning.
    const nudge = setInterval(
      () =>
        void daemonOf('supervisor')
          .call('getState')
          .catch(() => {}),
      50,
    )
    const [theirs, ours] = await Promise.all(
      KINDS.map(async (kind) => {
        const { scratch } = daemonOf(kind)
        const args = ['-c', scratch.at('c.conf'), ...line.split(' ').filter(Boolean)]
        const result = await control('supervisor', scratch, args, input)
        const output = comparable(result.stdout + result.stderr, scratch).map((one) =>
          one.replace(/127\.0\.0\.1:\d+/, '{server}'),
        )
        return { code: result.code, output: line.endsWith(' all') ? output.sort() : output }
      }),
    ).finally(() => clearInterval(nudge))
    assert.deepEqual(ours, theirs, line)
  }

  function follow(kind: Kind, ...args: readonly string[]) {
    const daemon = daemonOf(kind)
    const child = spawn(
      executable('supervisor', 'supervisorctl'),
      ['-c', daemon.scratch.at('c.conf'), ...args],
      {
        env: { ...process.env, ...daemon.scratch.mark, PYTHONUNBUFFERED: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const closed = once(child, 'close') as Promise<[number | null, string | null]>
    return { lines: new Lines(child.stdout), errors: new Lines(child.stderr), child, closed }
  }

  test('each command prints the same', async () => {
    await compare('', LINES)
    for (const kind of KINDS) {
      writeConfig(daemonOf(kind).scratch, `${configs.get(kind)}${program('added')}`)
    }
    await compare('', LINES_AFTER)
  })

  test('commands exit the same', async () => {
    for (const line of ['status added', 'start nosuch', 'stop all']) await compare(line)
    for (const kind of KINDS) await daemonOf(kind).ask('startAllProcesses')
  })

  test('pid, version and maintail speak of this daemon', async () => {
    const daemon = daemonOf('reeve')
    const ask = async (line: string) => (await daemon.control(line.split(' '), 'supervisor')).stdout
    assert.equal(await ask('pid'), `${daemon.pid}\n`)
    assert.match(await ask('version'), /^\d+\.\d+\.\d+\n$/)
    assert.match(await ask('maintail -10000'), /^\d{4}-.* INFO supervisord started with pid \d+$/m)
    assert.equal((await ask('pid all')).trim().split('\n').length, 4)
  })

  for (const server of ['TCP', 'the unix socket']) {
    test(`tail -f and maintail -f show what comes, until Ctrl-C (${server})`, async () => {
      const daemon = daemonOf('reeve')
      const where = server === 'TCP' ? [] : ['-s', `unix://${daemon.scratch.at('s.sock')}`]
      const tail = follow('reeve', ...where, 'tail', '-f', 'talker')
      await tail.lines.waitFor(/^==> Press Ctrl-C to exit <==$/)
      await daemon.ask('sendProcessStdin', 'talker', `héllo over ${server}\n`)
      await tail.lines.waitFor(new RegExp(`héllo over ${server}$`))
      tail.child.kill('SIGINT')

      const maintail = follow('reeve', ...where, 'maintail', '-f')
      await maintail.lines.waitFor(/INFO/)
      await daemon.ask('stopProcess', 'talker')
      await maintail.lines.waitFor(/stopped: talker/)
      await daemon.ask('startProcess', 'talker')
      maintail.child.kill('SIGINT')
      for (const one of [tail, maintail]) assert.deepEqual(await one.closed, [0, null], one.errors.text)
    })
  }

  test('a wrong password is refused', async () => {
    await compare('-p wrong status')
  })

  test('reload starts over and shutdown ends it', async () => {
    await compare('reload')
    for (const kind of KINDS) await daemonOf(kind).logged(/supervisord started with pid/, 2)
    for (const kind of KINDS)
      for (const name of ['added', 'g:one']) await daemonOf(kind).until(name, 'RUNNING')
    await compare('status added g:one idle')
    await compare('shutdown')
    for (const kind of KINDS) assert.equal(await daemonOf(kind).exit(), 0)
    await compare('status')
  })
})
