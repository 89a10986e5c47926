// supervisorctl: DIFF-32 to DIFF-36.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { waitFor } from '../../support/wait.js'
import { letGo, RELUCTANT, untilReady } from '../scripts.js'
import { ctl, lines, scenario } from '../stage.js'

const LONG = 'a'.repeat(50)

export const CONTROL = [
  scenario('DIFF-32', 'status filters, pads and exits by what it shows', async (stage) => {
    const program = (name: string, more = '') => `[program:${name}]\ncommand=sleep 1000\nstartsecs=0\n${more}`
    const daemon = await stage.daemon(
      program('up') +
        program('down', 'autostart=false\n') +
        '[group:g]\nprograms=one,two\n' +
        program('one') +
        program('two') +
        '[program:failing]\ncommand=sh -c "exit 1"\nstartretries=100\nstartsecs=10\n',
    )
    for (const name of ['up', 'g:one', 'g:two']) await daemon.until(name, 'RUNNING')
    // Between two times in BACKOFF it may be seen STARTING.
    const failing = async () => {
      const seen = await ctl(daemon, 'status', 'failing')
      return /STARTING/.test(seen.output[0] ?? '') ? undefined : seen
    }
    await daemon.logged(/exited: failing/, 3)
    stage.note('status failing', await waitFor(failing, { what: 'failing to be told in BACKOFF' }))
    stage.note('status up', await ctl(daemon, 'status', 'up'))
    stage.note('status down', await ctl(daemon, 'status', 'down'))
    stage.note('status nosuch', await ctl(daemon, 'status', 'nosuch'))
    stage.note('status nosuch down', await ctl(daemon, 'status', 'nosuch', 'down'))
    stage.note('status g:*', await ctl(daemon, 'status', 'g:*'))
    stage.note('status g:nosuch', await ctl(daemon, 'status', 'g:nosuch'))
    stage.note('status nosuch:*', await ctl(daemon, 'status', 'nosuch:*'))
    await daemon.ask('stopProcess', 'failing')
    stage.note('status', await ctl(daemon, 'status'))
  }),

  scenario('DIFF-32w', 'a long name widens the columns of status', async (stage) => {
    const daemon = await stage.daemon(
      `[program:${LONG}]\ncommand=sleep 1000\nstartsecs=0\n[program:b]\ncommand=sleep 1000\nstartsecs=60`,
    )
    await daemon.until(LONG, 'RUNNING')
    stage.note('status', await ctl(daemon, 'status'))
    stage.note('avail', await ctl(daemon, 'avail'))
  }),

  scenario('DIFF-33', 'every command has its words and exit code', async (stage) => {
    // Ends when it is let go, so that the second shutdown meets a daemon that is still shutting down.
    stage.scratch.script('slow', RELUCTANT)
    const daemon = await stage.daemon(`[program:up]
command=sleep 1000
startsecs=0
[program:down]
command=sleep 1000
autostart=false
[program:broken]
command=sh -c "exit 1"
autostart=false
startsecs=10
startretries=0
[program:slow]
command=%(here)s/slow
stopwaitsecs=60
startsecs=1`)
    await daemon.until('up', 'RUNNING')
    await untilReady(daemon, 'slow')
    for (const line of [
      'start up',
      'start nosuch',
      'start nosuch:*',
      'start',
      'stop down',
      'stop nosuch',
      'stop nosuch:*',
      'stop',
      'signal HUP down',
      'signal NOPE up',
      'signal HUP nosuch',
      'signal HUP',
      'signal WINCH up',
      'add up',
      'add nosuch',
      'remove up',
      'remove nosuch',
      'restart down',
      'avail x',
      'reread x',
      'version',
      'version x',
      'bogus',
      'help bogus',
      'help start',
      'clear nosuch',
      'tail nosuch',
      'tail',
      'tail up nochannel',
      'stop down',
    ]) {
      const result = await ctl(daemon, ...line.split(' '))
      if (!line.startsWith('help ') && line !== 'version') stage.note(line, result)
      else stage.note(line, { code: result.code, words: result.output.length > 0 })
    }
    const broken = await ctl(daemon, 'start', 'broken')
    const spawnError = { code: 7, output: ['broken: ERROR (spawn error)'] }
    const abnormal = { code: 7, output: ['broken: ERROR (abnormal termination)'] }
    stage.racy('start broken', broken, { want: spawnError, reference: [spawnError, abnormal] })
    stage.note('shutdown', await ctl(daemon, 'shutdown'))
    stage.note('shutdown again', await ctl(daemon, 'shutdown'))
    letGo(stage.scratch, 'slow')
    stage.note('exit code', await daemon.exit())
  }),

  scenario('DIFF-34', 'a server that is not there is told by words and exit codes', async (stage) => {
    const commands = [
      'status',
      'start x',
      'pid',
      'update',
      'shutdown',
      'reread',
      'stop all',
      'tail x',
      'version',
    ]
    for (const command of commands) {
      const result = await stage.control('', command.split(' '))
      stage.note(`no file: ${command}`, { code: result.code, output: lines(result.stdout) })
    }
    await leaveSocket(stage.scratch.at('s.sock'))
    for (const command of commands) {
      const result = await stage.control('', command.split(' '))
      stage.note(`refused: ${command}`, { code: result.code, output: lines(result.stdout) })
    }
  }),

  scenario('DIFF-35', 'pid prints pids', async (stage) => {
    const program = (name: string, more = '') => `[program:${name}]\ncommand=sleep 1000\nstartsecs=0\n${more}`
    const daemon = await stage.daemon(program('b') + program('a', 'autostart=false\n'))
    const { pid } = await daemon.until('b', 'RUNNING')
    const named = (result: { output: string[] }) => ({
      ...result,
      output: result.output.map((line) =>
        line === String(pid) ? 'of b' : line === String(daemon.pid) ? 'own' : line,
      ),
    })
    for (const line of ['pid', 'pid all', 'pid b', 'pid a', 'pid x', 'pid a b']) {
      stage.note(line, named(await ctl(daemon, ...line.split(' '))))
    }
  }),

  scenario('DIFF-36', 'clear empties logs', async (stage) => {
    const program = (name: string, command: string) =>
      `[program:${name}]\ncommand=${command}\nstartsecs=0\nstdout_logfile=%(here)s/${name}.out\n`
    const daemon = await stage.daemon(
      `[group:g]\nprograms=one\n${program('up', 'sh -c "echo text; exec sleep 1000"')}` +
        program('over', 'echo text') +
        program('one', 'sh -c "echo text; exec sleep 1000"'),
    )
    await daemon.until('over', 'EXITED')
    for (const name of ['up', 'over', 'one']) {
      await waitFor(() => stage.scratch.read(`${name}.out`) === 'text\n', { what: `the output of ${name}` })
    }
    stage.note('clear up', await ctl(daemon, 'clear', 'up'))
    stage.note('log of up', stage.scratch.read('up.out'))
    stage.note('clear over', await ctl(daemon, 'clear', 'over'))
    stage.note('log of over', stage.scratch.read('over.out'))
    stage.note('clear g:*', await ctl(daemon, 'clear', 'g:*'))
    stage.note('log of one', stage.scratch.read('one.out'))
    stage.note('clear all', await ctl(daemon, 'clear', 'all'))
    stage.note('log of one at the end', stage.scratch.read('one.out'))
  }),
]

/** A socket file that nobody listens on, as a killed server leaves it. */
async function leaveSocket(path: string): Promise<void> {
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', program], { stdio: 'ignore' }), 'exit')
}
