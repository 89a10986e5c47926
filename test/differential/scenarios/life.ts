// The activity log of whole lives, and calls that reach many processes: LOG, MSG and RPC items beside DIFF-01 to 12.

import type { Daemon } from '../../support/daemon.js'
import { kill } from '../../support/processes.js'
import { waitFor } from '../../support/wait.js'
import type { Value } from '../../support/xmlrpc.js'
import { ctl, type Stage, scenario } from '../stage.js'

// How each polls and which handlers it makes is its own; so are its texts about being root.
const OWN = /^\t|\b(fd \d+ closed|CRIT |TRAC |BLAT |RPC interface|waiting for)/
// Supervisor notices a child that ended when its loop comes round, often before it looks at the signal.
const SIGCHLD = /received SIGCHLD/
const SAID = / 'p' stdout output:|^up$/

/** Start, crash, restart, stop and shutdown of one program; the log of it all. */
async function life(stage: Stage, level: string): Promise<void> {
  stage.scratch.script('p', 'echo up; exec sleep 1000')
  const daemon = await stage.daemon(
    `[supervisord]\nloglevel=${level}\n[program:p]\ncommand=%(here)s/p\nstartsecs=1\nautorestart=true`,
  )
  const hasSpoken = (count: number) =>
    waitFor(
      async () => {
        const text = await daemon.ask('readProcessStdoutLog', 'p', 0, 0)
        return text === 'up\n'.repeat(count)
      },
      { what: `${count} lines of p` },
    )
  const first = await daemon.until('p', 'RUNNING')
  await hasSpoken(1)
  kill(first.pid, 'SIGKILL')
  await daemon.logged(/spawned: 'p'/, 2)
  await daemon.until('p', 'RUNNING')
  await hasSpoken(2)
  stage.note('stop', await daemon.call('stopProcess', 'p'))
  stage.note('start', await daemon.call('startProcess', 'p'))
  await hasSpoken(3)
  stage.note('shutdown', await daemon.call('shutdown'))
  stage.note('exit code', await daemon.exit())
  const lines = daemon.written.filter((line) => !OWN.test(line))
  stage.note(
    'told of SIGCHLD',
    lines.some((line) => SIGCHLD.test(line)),
  )
  // When the program speaks and when it is RUNNING has no order.
  const said = lines.filter((line) => SAID.test(line))
  stage.note('said', said)
  stage.note(
    'log',
    lines.filter((line) => !SIGCHLD.test(line) && !said.includes(line)),
  )
}

/** Results of a call to many, which come in the order in which they end. */
async function many(stage: Stage, daemon: Daemon, method: string, ...params: Value[]): Promise<void> {
  const outcome = await daemon.call(method, ...params)
  const value = 'value' in outcome && Array.isArray(outcome.value) ? outcome.value : [outcome]
  const texts = value.map((one) => JSON.stringify(sorted(one)))
  stage.note(`${method} ${JSON.stringify(params)}`, texts.sort())
}

function sorted(struct: unknown): unknown {
  return Object.fromEntries(Object.entries(struct as object).sort(([one], [other]) => (one < other ? -1 : 1)))
}

export const LIFE = [
  scenario('DIFF-06i', 'the log of a life at the level info', (stage) => life(stage, 'info')),
  scenario('DIFF-06d', 'the log of a life at the level debug', (stage) => life(stage, 'debug')),
  scenario('DIFF-06t', 'the log of a life at the level trace', (stage) => life(stage, 'trace')),

  scenario('MSG-15', 'at the lowest level the states during a shutdown are told', async (stage) => {
    stage.scratch.script('slow', 'trap "sleep 0.2; exit 0" TERM; echo up; while :; do sleep 0.02; done')
    const daemon = await stage.daemon(
      '[supervisord]\nloglevel=blather\n[program:slow]\ncommand=%(here)s/slow\nstartsecs=0\nstdout_logfile=%(here)s/slow.out\n[program:off]\ncommand=cat\nautostart=false',
    )
    await waitFor(() => stage.scratch.has('slow.out') && stage.scratch.read('slow.out') !== '', {
      what: 'the trap',
    })
    await daemon.until('slow', 'RUNNING')
    await daemon.ask('shutdown')
    stage.note('exit code', await daemon.exit())
    const told = daemon.matching(/ state: |waiting for slow/)
    stage.note('told', told.slice(0, 2))
  }),

  scenario('DIFF-28a', 'calls to all and to groups tell of each process', async (stage) => {
    const program = (name: string, more = '') =>
      `[program:${name}]\ncommand=cat\nstartsecs=0\nstdout_logfile=%(here)s/${name}.out\n${more}\n`
    const daemon = await stage.daemon(
      `[group:g]\nprograms=one,two\n${program('one')}${program('two')}${program('up')}${program('down', 'autostart=false')}`,
    )
    for (const name of ['g:one', 'g:two', 'up']) await daemon.until(name, 'RUNNING')
    await many(stage, daemon, 'signalAllProcesses', 'CONT')
    await many(stage, daemon, 'signalAllProcesses', 'NOPE')
    await many(stage, daemon, 'signalProcessGroup', 'g', '18')
    await many(stage, daemon, 'signalProcessGroup', 'nosuch', 'CONT')
    await many(stage, daemon, 'signalProcess', 'g:*', 'SIGCONT')
    await many(stage, daemon, 'signalProcess', 'down', 'CONT')
    await many(stage, daemon, 'clearAllProcessLogs')
    await many(stage, daemon, 'clearProcessLogs', 'g:*')
    await many(stage, daemon, 'clearProcessLogs', 'nosuch')
    await many(stage, daemon, 'stopProcessGroup', 'g')
    await many(stage, daemon, 'stopProcessGroup', 'g')
    await many(stage, daemon, 'startProcessGroup', 'g')
    await many(stage, daemon, 'startAllProcesses')
    await many(stage, daemon, 'stopAllProcesses')
    await many(stage, daemon, 'signalAllProcesses', 'CONT')
  }),

  scenario('DIFF-37i', 'texts reach the stdin of a process, or a fault says why not', async (stage) => {
    const daemon = await stage.daemon(
      '[program:cat]\ncommand=cat\nstdout_logfile=%(here)s/cat.out\n[program:down]\ncommand=cat\nautostart=false\n[program:closed]\ncommand=sh -c "exec 0<&-; echo closed; exec sleep 1000"\nstdout_logfile=%(here)s/closed.out',
    )
    for (const name of ['cat', 'closed']) await daemon.until(name, 'RUNNING')
    for (const text of ['one\n', 'é ü 漢\n', '', 'a&b<c>\n', 'last\n']) {
      stage.note(`send ${JSON.stringify(text)}`, await daemon.call('sendProcessStdin', 'cat', text))
    }
    await waitFor(() => stage.scratch.read('cat.out').endsWith('last\n'), { what: 'the last line' })
    stage.note('log', stage.scratch.read('cat.out'))
    stage.note('a number', await daemon.call('sendProcessStdin', 'cat', 1))
    stage.note('down', await daemon.call('sendProcessStdin', 'down', 'x'))
    stage.note('nosuch', await daemon.call('sendProcessStdin', 'nosuch', 'x'))
    stage.note('group', await daemon.call('sendProcessStdin', 'cat:*', 'x'))
    await waitFor(() => stage.scratch.read('closed.out') !== '', { what: 'the end of stdin' })
    stage.note('status', (await ctl(daemon, 'status')).code)
  }),

  scenario('DIFF-37m', 'windows of the main log, and its clearing', async (stage) => {
    const daemon = await stage.daemon('')
    const whole = String(await daemon.ask('readLog', 0, 0))
    for (const [offset, length] of [
      [0, 5],
      [-4, 0],
      [-4, 2],
      [0, -1],
      [-4, 4],
      [99999, 0],
      [3, 4],
    ] as const) {
      const outcome = await daemon.call('readLog', offset, length)
      const isPart = 'value' in outcome && whole.includes(String(outcome.value))
      stage.note(
        `readLog ${offset} ${length}`,
        isPart ? String(outcome.value).length < 10 && String(outcome.value).length : outcome,
      )
    }
    stage.note('clearLog', await daemon.call('clearLog'))
    stage.note('cleared', stage.scratch.read('main.log').includes('supervisord started'))
    await daemon.ask('shutdown')
    stage.note('exit code', await daemon.exit())
  }),
]
