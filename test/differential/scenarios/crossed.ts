// Each supervisorctl drives the other's daemon: every command gives what it gives at home.

import { writeConfig } from '../../support/daemon.js'
import { waitFor } from '../../support/wait.js'
import { lines, scenario } from '../stage.js'

const CONFIG = `[program:talker]
command=sh -c "printf 'some output'; exec sleep 1000"
startsecs=0
[program:idle]
command=sleep 1000
autostart=false
startsecs=0
[group:g]
programs=one
[program:one]
command=sleep 1000
startsecs=0
`

const COMMANDS = [
  'status',
  'status nosuch',
  'start idle',
  'start nosuch',
  'stop idle',
  'stop idle',
  'restart idle',
  'start g:*',
  'stop g:*',
  'signal USR2 nosuch',
  'signal WINCH idle',
  'tail talker',
  'tail -6 talker',
  'tail talker stderr',
  'clear talker',
  'tail talker',
  'pid nosuch',
  'reread',
  'avail',
  'add added',
  'remove idle',
  'stop idle',
  'remove idle',
  'update',
  'help status',
  'reload',
]

export const CROSSED = [
  scenario('DIFF-33x', "each supervisorctl drives the other's daemon", async (stage) => {
    const daemon = await stage.daemon(CONFIG)
    await daemon.until('talker', 'RUNNING')
    await waitFor(async () => (await daemon.ask('readProcessStdoutLog', 'talker', 0, 0)) !== '', {
      what: 'the output',
    })
    const command = async (line: string) => {
      const result = await daemon.control(line.split(' '), stage.other)
      const output = lines(result.stdout)
      stage.note(line, { code: result.code, output: line.startsWith('help') ? output.length > 0 : output })
    }
    for (const line of COMMANDS) {
      if (line === 'reread')
        writeConfig(stage.scratch, `${CONFIG}[program:added]\ncommand=sleep 1000\nstartsecs=0`)
      await command(line)
    }
    await daemon.logged(/supervisord started with pid/, 2)
    for (const name of ['added', 'g:one', 'talker']) await daemon.until(name, 'RUNNING')
    const pid = await daemon.control(['pid'], stage.other)
    stage.note('pid', { code: pid.code, own: Number(pid.stdout) === daemon.pid })
    const version = await daemon.control(['version'], stage.other)
    stage.note('version', { code: version.code, known: /^\d+\.\d+/.test(version.stdout) })
    const maintail = await daemon.control(['maintail', '-5000'], stage.other)
    stage.note('maintail', {
      code: maintail.code,
      started: maintail.stdout.includes('supervisord started with pid'),
    })
    await command('clear all')
    const all = await daemon.control(['stop', 'all'], stage.other)
    stage.note('stop all', { code: all.code, output: lines(all.stdout).sort() })
    await command('shutdown')
    stage.note('exit code', await daemon.exit())
  }),
]
