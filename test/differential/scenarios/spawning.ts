// What a child gets and what goes wrong before its first instruction: DIFF-13 to DIFF-16.

import { NOBODY } from '../../support/scratch.js'
import { wholeOutput } from '../scripts.js'
import { about, lines, scenario } from '../stage.js'

const TOO_QUICK = [
  { fault: 50, text: 'SPAWN_ERROR: nowhere' },
  { fault: 40, text: 'ABNORMAL_TERMINATION: nowhere' },
]

export const SPAWNING = [
  scenario(
    'DIFF-13',
    'a directory that does not exist is reported on the stderr of a child that exits 127',
    async (stage) => {
      const program = (name: string) =>
        `[program:${name}]\ncommand=sleep 1000\ndirectory=/nonexistent\nstartsecs=10\nstartretries=0\nstdout_logfile=%(here)s/${name}.out\n`
      const daemon = await stage.daemon(
        `${program('nowhere')}stderr_logfile=%(here)s/nowhere.err\n${program('merged')}redirect_stderr=true`,
      )
      for (const name of ['nowhere', 'merged']) {
        stage.note(`info of ${name}`, await daemon.until(name, 'FATAL'))
        stage.note(`log of ${name}`, about(daemon, name))
      }
      for (const name of ['nowhere.out', 'nowhere.err', 'merged.out']) {
        stage.note(name, lines(stage.scratch.read(name)))
      }
      // RPC-21: the reference answers with what it sees when it looks.
      stage.racy('start', await daemon.call('startProcess', 'nowhere'), {
        want: TOO_QUICK[0],
        reference: TOO_QUICK,
      })
    },
  ),

  scenario('DIFF-14', 'a relative command is looked up', async (stage) => {
    stage.scratch.folder('d')
    stage.scratch.script('d/run.sh', 'exec sleep 1000')
    const daemon = await stage.daemon(
      '[program:near]\ncommand=./run.sh\ndirectory=%(here)s/d\nautostart=false\nstartretries=0',
    )
    stage.note('start', await daemon.call('startProcess', 'near'))
    stage.note('info', await daemon.info('near'))
    stage.note('log', about(daemon, 'near'))
  }),

  scenario(
    'DIFF-15',
    'a user cannot be changed by a supervisor that is not root',
    async (stage) => {
      const daemon = await stage.daemon(
        '[program:rooted]\ncommand=sleep 1000\nuser=root\nstartsecs=10\nstartretries=0\nstderr_logfile=%(here)s/rooted.err',
        { user: NOBODY },
      )
      stage.note('info', await daemon.until('rooted', 'FATAL'))
      stage.note('log', about(daemon, 'rooted'))
      stage.note('stderr', lines(stage.scratch.read('rooted.err')))
      stage.note('user=root', await stage.refused('[supervisord]\nuser=root', { user: NOBODY }))
    },
    ['root'],
  ),

  scenario(
    'DIFF-16',
    'expansions, merged environments and SUPERVISOR_ variables reach the child',
    async (stage) => {
      stage.scratch.script(
        'dump',
        `echo "arguments $*"\nenv | grep -E '^(A|B|SUPERVISOR_[A-Z_]*)=' | sort\necho end\nexec sleep 1000`,
      )
      const daemon = await stage.daemon(`[supervisord]
environment=SUPERVISOR_ENABLED="x",A="1"
[program:x]
command=%(here)s/dump %(ENV_A)s %(ENV_B)s
environment=A="2",B="3"
numprocs=2
numprocs_start=5
process_name=%(program_name)s_%(process_num)02d
stdout_logfile=%(here)s/%(program_name)s_%(process_num)02d.out
[program:plain]
command=%(here)s/dump
stdout_logfile=%(here)s/plain.out`)
      for (const name of ['x:x_05', 'x:x_06', 'plain']) await daemon.until(name, 'RUNNING')
      for (const name of ['x_05', 'x_06', 'plain']) {
        stage.note(name, await wholeOutput(stage.scratch, `${name}.out`))
      }
    },
  ),

  scenario(
    'DIFF-16u',
    'user= changes ids and groups but no variable',
    async (stage) => {
      stage.scratch.script(
        'dump',
        'id -u; id -g; id -G; echo "$HOME $USER $LOGNAME $SHELL"; echo end; exec sleep 1000',
      )
      const daemon = await stage.daemon(
        '[program:x]\ncommand=%(here)s/dump\nuser=nobody\nstdout_logfile=%(here)s/x.out',
        { environment: { HOME: '/some/home', USER: 'someone', LOGNAME: 'somebody', SHELL: '/some/sh' } },
      )
      await daemon.until('x', 'RUNNING')
      stage.note('output', await wholeOutput(stage.scratch, 'x.out'))
    },
    ['root'],
  ),
]
