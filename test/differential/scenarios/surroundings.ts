// What surrounds the two programs: variables of the environment, early signals, a daemon that dies, a terminal.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { isAlive } from '../../support/processes.js'
import { run } from '../../support/run.js'
import { executable } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { lines, scenario, secondsBetween } from '../stage.js'

/** Opens a FIFO for writing as soon as somebody waits for what is written. */
function openWhenRead(path: string): number | false {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') return false
    throw error
  }
}

export const SURROUNDINGS = [
  scenario(
    'CLI-AUX-03',
    'PATH, TMPDIR, HOME, TZ and variables for %(ENV_x)s come from the environment, no option does',
    async (stage) => {
      const { scratch } = stage
      for (const folder of ['bin', 'tmp', 'home']) scratch.folder(folder)
      scratch.script('bin/tool', 'echo "tool $0 $HOME $TZ"; exec sleep 1000')
      const daemon = await stage.daemon(
        `[unix_http_server]
file=%(here)s/s.sock
[supervisord]
logfile=%(here)s/main.log
pidfile=~/main.pid
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[program:tool]
command=tool
startsecs=%(ENV_LATER)s`,
        {
          bare: true,
          environment: {
            PATH: `${scratch.at('bin')}:${process.env.PATH}`,
            TMPDIR: scratch.at('missing'),
            TEMP: scratch.at('tmp'),
            TMP: scratch.at('home'),
            HOME: scratch.at('home'),
            TZ: 'UTC-5',
            LATER: '0',
            // No option is taken from these.
            SUPERVISOR_LOGLEVEL: 'debug',
            SUPERVISOR_SERVER_URL: 'http://127.0.0.1:1',
          },
        },
      )
      await daemon.until('tool', 'RUNNING')
      await waitFor(() => scratch.names('tmp').some((name) => scratch.read(`tmp/${name}`) !== ''), {
        what: 'the log of the program in TEMP',
      })
      const logs = scratch.names('tmp')
      stage.note('logs', logs)
      stage.note(
        'said',
        logs.map((name) => scratch.read(`tmp/${name}`)),
      )
      stage.note('pidfile', scratch.names('home'))
      const sinceThen = secondsBetween(await daemon.logged(/ spawned: 'tool'/), new Date().toISOString())
      stage.note('hours from UTC', Math.round(-sinceThen / 3600))
      stage.note('levels', lines(daemon.log.text).filter((line) => line.includes(' DEBG ')).length)
    },
  ),

  scenario('SIG-06', 'a signal before the servers are open has its default action', async (stage) => {
    const { scratch } = stage
    const file = scratch.at('late.conf')
    await run('mkfifo', [file])
    const daemon = spawn(executable(stage.kind, 'supervisord'), ['-n', '-c', file], {
      env: { ...process.env, ...scratch.mark },
      stdio: 'ignore',
    })
    const ended = once(daemon, 'exit')
    // It is in the middle of reading its configuration, and stays there.
    const writer = await waitFor(() => openWhenRead(file), { what: 'the daemon to read' })
    try {
      daemon.kill('SIGTERM')
      stage.note('ended with', await ended)
      stage.note('left', scratch.names())
    } finally {
      closeSync(writer)
    }
  }),

  scenario(
    'EDGE-52',
    'programs of a daemon that died run on, and the next daemon starts its own',
    async (stage) => {
      const config = '[program:a]\ncommand=sleep 1000\nstartsecs=0'
      const first = await stage.daemon(config)
      const orphan = (await first.until('a', 'RUNNING')).pid
      first.signal('SIGKILL')
      await first.exit()
      stage.note('runs on', isAlive(orphan))
      const second = await stage.daemon(config)
      const { pid } = await second.until('a', 'RUNNING')
      stage.note('another process', pid !== orphan)
      stage.note('both', [orphan, pid].map(isAlive))
      await second.ask('stopProcess', 'a')
      stage.note('only its own is stopped', [orphan, pid].map(isAlive))
    },
  ),

  scenario('CTL-53', 'output is UTF-8 also where the terminal wants another encoding', async (stage) => {
    const daemon = await stage.daemon('[program:caf\u00e9]\ncommand=sleep 1000\nautostart=false')
    const result = await run(
      executable(stage.kind, 'supervisorctl'),
      ['-c', daemon.scratch.at('c.conf'), 'avail'],
      { environment: { ...daemon.scratch.mark, PYTHONIOENCODING: 'latin-1', LC_ALL: 'C' } },
    )
    stage.note('output', result.stdout)
    stage.note('warning', result.stderr)
    stage.note('exit code', result.code)
  }),

  scenario(
    'LIFE-60',
    'the log of a start names its steps in their order: included files, the user, interfaces, open servers',
    async (stage) => {
      stage.scratch.folder('conf.d')
      stage.scratch.write('conf.d/a.conf', '[program:a]\ncommand=sleep 1000\nautostart=false\n')
      const daemon = await stage.daemon(
        '[supervisord]\nuser=root\n[include]\nfiles=%(here)s/none/*.conf %(here)s/conf.d/*.conf\n',
      )
      // How many files and processes this machine allows is its own affair.
      stage.note(
        'log',
        daemon.written.filter((line) => !/limit/.test(line)),
      )
    },
    ['root'],
  ),
]
