// What children get and how their ends are judged: exit codes, restarts, signals to groups (CFG-PROG, LIFE).

import type { Daemon } from '../../support/daemon.js'
import { isAlive } from '../../support/processes.js'
import { waitFor } from '../../support/wait.js'
import { wholeOutput } from '../scripts.js'
import { about, pick, type Stage, scenario } from '../stage.js'

const CODES = [0, 1, 2, 3, 77, 126, 127, 128, 129, 143, 254, 255]
const SIGNALS = ['HUP', 'INT', 'TERM', 'KILL', 'USR1', 'USR2', 'PIPE', 'ALRM']

const RESTARTS = [
  { restart: 'true', code: 0, again: true },
  { restart: 'true', code: 1, again: true },
  { restart: 'unexpected', code: 0, again: false },
  { restart: 'unexpected', code: 1, again: true },
  { restart: 'unexpected', code: 1, codes: '1', again: false },
  { restart: 'unexpected', code: 0, codes: '1', again: true },
  { restart: 'unexpected', code: 2, codes: '0,2', again: false },
  { restart: 'false', code: 0, again: false },
  { restart: 'false', code: 1, again: false },
] as const

/** Stops a program with a grandchild by SIGTERM; the program itself gives up only when it is told to. */
async function family(stage: Stage, more: string, dies: boolean): Promise<void> {
  stage.scratch.script('family', 'sleep 1000 & echo $! >"$0.pid.new"; mv "$0.pid.new" "$0.pid"; wait')
  const daemon = await stage.daemon(`[program:f]\ncommand=%(here)s/family\nstartsecs=0\n${more}`)
  await waitFor(() => stage.scratch.has('family.pid'), { what: 'the grandchild' })
  const grandchild = Number(stage.scratch.read('family.pid'))
  await daemon.until('f', 'RUNNING')
  stage.note('stop', await daemon.call('stopProcess', 'f'))
  await daemon.logged(/stopped: f /)
  stage.note('log', about(daemon, 'f'))
  if (dies) await waitFor(() => !isAlive(grandchild), { what: 'the end of the grandchild' })
  stage.note('the grandchild lives', isAlive(grandchild))
}

// Whether the reference sees such a short life as a success depends on when it looks (EDGE-04).
const ends = (daemon: Daemon, name: string) => about(daemon, name).filter((line) => !/ success: /.test(line))

async function endsOf(stage: Stage, daemon: Daemon, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const info = await daemon.until(name, 'EXITED')
    await daemon.logged(new RegExp(`exited: ${name} `))
    stage.note(name, { ...pick(info, 'exitstatus', 'spawnerr'), log: ends(daemon, name) })
  }
}

export const CHILDREN = [
  scenario('DIFF-01c', 'exit codes are reported and judged alike', async (stage) => {
    const names = CODES.map((code) => `code${code}`)
    const daemon = await stage.daemon(
      CODES.map(
        (code) =>
          `[program:code${code}]\ncommand=sh -c "exit ${code}"\nstartsecs=0\nautorestart=false\nexitcodes=0,2,255\n`,
      ).join(''),
    )
    await endsOf(stage, daemon, names)
  }),

  scenario('DIFF-05s', 'ends by signals are reported alike', async (stage) => {
    const daemon = await stage.daemon(
      SIGNALS.map(
        (name) =>
          `[program:by${name}]\ncommand=sh -c "kill -${name} $$"\nstartsecs=0\nautorestart=false\nexitcodes=0,1\n`,
      ).join(''),
    )
    await endsOf(
      stage,
      daemon,
      SIGNALS.map((name) => `by${name}`),
    )
  }),

  scenario('DIFF-04m', 'autorestart and exitcodes decide who starts again', async (stage) => {
    stage.scratch.script('once', 'mkdir "$0-$SUPERVISOR_PROCESS_NAME" 2>&- && exit $1; exec sleep 1000')
    const daemon = await stage.daemon(
      RESTARTS.map((one, index) => {
        const codes = 'codes' in one ? `exitcodes=${one.codes}\n` : ''
        return `[program:p${index}]\ncommand=%(here)s/once ${one.code}\nstartsecs=0\nautorestart=${one.restart}\n${codes}`
      }).join(''),
    )
    for (const [index, one] of RESTARTS.entries()) {
      if (one.again) await daemon.logged(new RegExp(`spawned: 'p${index}'`), 2)
      const info = await daemon.until(`p${index}`, one.again ? 'RUNNING' : 'EXITED')
      stage.note(JSON.stringify(one), {
        ...pick(info, 'exitstatus', 'spawnerr'),
        log: ends(daemon, `p${index}`),
      })
    }
  }),

  scenario('DIFF-07g', 'a stop reaches the program alone', (stage) => family(stage, '', false)),
  scenario('DIFF-07h', 'stopasgroup stops the whole group', (stage) =>
    family(stage, 'stopasgroup=true', true),
  ),
  scenario('DIFF-07k', 'killasgroup alone does not change a stop by SIGTERM', (stage) =>
    family(stage, 'killasgroup=true', false),
  ),

  scenario('DIFF-16c', 'umask, directory, limits and signals of a child', async (stage) => {
    stage.scratch.folder('work')
    stage.scratch.script(
      'show',
      `umask; pwd; ulimit -c; echo "$PWD" "$OLDPWD"; [ -t 0 ] && echo terminal
ps -o pgid= -p $$ | tr -d ' ' | grep -c "^$$\\$"; ls /proc/self/fd
grep '^SigBlk' /proc/self/status; echo end; exec sleep 1000`,
    )
    const daemon = await stage.daemon(
      `[supervisord]\numask=027\n[program:plain]\ncommand=%(here)s/show\nstdout_logfile=%(here)s/plain.out
[program:own]\ncommand=%(here)s/show\numask=077\ndirectory=%(here)s/work\nstdout_logfile=%(here)s/own.out
[program:quoted]\ncommand=sh -c 'printf "%%s|" "$@"; echo "$X|$Y|$Z|$W"; echo end; exec sleep 1000' - "a b" 'c d' e\\ f "" "g'h"
environment=X="a b",Y='c,d',Z="e=f",W="100%%"\nstdout_logfile=%(here)s/quoted.out`,
    )
    for (const name of ['plain', 'own', 'quoted']) {
      await daemon.until(name, 'RUNNING')
      stage.note(name, await wholeOutput(stage.scratch, `${name}.out`))
    }
  }),
]
