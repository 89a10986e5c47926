// Every command of supervisorctl on the real supervisord, next to the original's program: CTL-20 to CTL-41.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ProcessInfo } from '../../support/daemon.js'
import { kill } from '../../support/processes.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { LINES, LONG, WHILE_LEAVING } from './command-lines.js'
import { type Side, Twin } from './twin.js'

const program = (name: string, more = '', command = 'sleep 1000') =>
  `[program:${name}]\ncommand=${command}\nstartsecs=0\nautorestart=false\n${more}`

const CONFIG = [
  program('up', 'stdout_logfile=%(here)s/up.log\n'),
  program('down', 'autostart=false\npriority=7\n'),
  program(LONG),
  '[group:g]\nprograms=one,two\npriority=3',
  program('one'),
  program('two', 'autostart=false\n'),
  program('missing', 'autostart=false\n', '/nowhere/x'),
  program('plain', 'autostart=false\n', '%(here)s/plain'),
  // However late the original looks, it has not stayed up long enough (EDGE-04).
  program('dies', 'autostart=false\nstartsecs=600\nstartretries=0\n', 'sh -c "sleep .2; exit 1"'),
  program('ended', '', 'sh -c "exit 3"'),
  program('mute', 'stdout_logfile=NONE\nstderr_logfile=NONE\n'),
].join('\n')

describe('beside the original supervisorctl', { skip: skipUnless('supervisor') }, () => {
  let twin: Twin

  before(async () => {
    twin = await Twin.start({
      config: () => CONFIG,
      prepare(scratch) {
        scratch.write('plain', 'x', 0o644)
        scratch.write('up.log', 'one two three\n')
      },
    })
    await twin.each(settle)
  })
  after(() => twin?.close())

  for (const [about, lines] of LINES) {
    test(about, async () => {
      for (const line of lines) {
        await twin.compare(line.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/).map((word) => word.replaceAll('"', '')))
        await twin.each(settle)
      }
    })
  }

  test('the shell prints prompts and obeys also when stdin is no terminal (CTL-02, CTL-45)', async () => {
    const seen = await twin.compare(
      [],
      'version\n\n  pid nosuch\n?x\nbogus\nhelp\nshutdown\nno\nreload\n\nstop down down',
    )
    assert.equal(seen.code, 0)
    await twin.compare(['-i', 'shutdown'], 'n\n')
    await twin.compare(['-i', 'reload'], '')
  })

  test('stop all and start all tell every process (CTL-22)', async () => {
    for (const line of [
      'signal WINCH all',
      'stop all',
      'start g:one',
      'stop g:one all',
      'status all',
      'clear all',
    ]) {
      await twin.compare(line.split(' '))
    }
  })

  test('a daemon that is shutting down answers with the same words and exit statuses (CTL-09, CTL-36)', async () => {
    const stubborn = `sh -c "trap '' TERM; echo deaf; while :; do sleep .1; done"`
    const pids: number[] = []
    await twin.each(async ({ daemon }) => {
      const more = program('slow', 'stopwaitsecs=600\nstdout_logfile=%(here)s/slow.log\n', stubborn)
      daemon.scratch.write('c.conf', `${daemon.scratch.read('c.conf')}\n${more}`)
      await daemon.ask('reloadConfig')
      await daemon.ask('addProcessGroup', 'slow')
      pids.push((await daemon.until('slow', 'RUNNING')).pid)
      await waitFor(() => daemon.scratch.read('slow.log') === 'deaf\n', { what: 'slow to be deaf to TERM' })
    })
    await twin.compare(['shutdown'])
    for (const line of WHILE_LEAVING) await twin.compare(line.split(' '))
    for (const pid of pids) kill(pid, 'SIGKILL')
    await twin.each(({ daemon }) => daemon.exit())
    for (const line of ['shutdown', 'status', 'pid', 'update']) await twin.compare(line.split(' '))
  })
})

/** Waits until nothing is under way: then it does not matter how soon the next line is carried out. */
async function settle({ daemon }: Side): Promise<void> {
  const isSettled = ({ name, statename }: ProcessInfo) =>
    name === 'ended' ? statename === 'EXITED' : ['RUNNING', 'STOPPED', 'EXITED', 'FATAL'].includes(statename)
  await waitFor(async () => ((await daemon.ask('getAllProcessInfo')) as ProcessInfo[]).every(isSettled), {
    what: 'all programs to be started or stopped',
    instead: () => daemon.log.text,
  })
}
