// An update of single groups, and a container whose output is a pipe: beside DIFF-25 and DIFF-18.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeConfig } from '../../support/daemon.js'
import { type RunResult, run } from '../../support/run.js'
import { executable } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { ctl, scenario } from '../stage.js'

const program = (name: string, seconds: number) =>
  `[program:${name}]\ncommand=sleep ${seconds}\nstartsecs=0\n`

const CONTAINER = `[unix_http_server]
file=%(here)s/s.sock
chmod=0700
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://%(here)s/s.sock
[supervisord]
nodaemon=true
logfile=/dev/null
logfile_maxbytes=0
pidfile=%(here)s/main.pid
user=root

[program:php-fpm]
command = /bin/sh -c "echo workers; echo slow >&2; exec sleep 1000"
stdout_logfile=/dev/stdout
stdout_logfile_maxbytes=0
stderr_logfile=/dev/stderr
stderr_logfile_maxbytes=0
autorestart=false
startretries=0

[program:nginx]
command=/bin/sh -c 'echo "$0 $@"; exec sleep 1000' -g "daemon off;"
stdout_logfile=/dev/fd/1
stdout_logfile_maxbytes=0
stderr_logfile=/dev/fd/2
stderr_logfile_maxbytes=0
autorestart=false
startretries=0
stopsignal=SIGQUIT
`

export const UPDATES = [
  scenario('DIFF-25s', 'an update of single groups leaves the others', async (stage) => {
    const before = ['a', 'b', 'c', 'gone'].map((name) => program(name, 1000)).join('')
    const daemon = await stage.daemon(before)
    for (const name of ['a', 'b', 'c', 'gone']) await daemon.until(name, 'RUNNING')
    const pid = (await daemon.info('c')).pid
    const after = program('a', 1001) + program('b', 1001) + program('c', 1000) + program('d', 1000)
    writeConfig(stage.scratch, after)
    for (const line of [
      'update c',
      'update a',
      'update nosuch',
      'update gone',
      'update d',
      'reread',
      'update',
    ]) {
      stage.note(line, await ctl(daemon, ...line.split(' ')))
    }
    for (const name of ['a', 'b', 'c', 'd']) await daemon.until(name, 'RUNNING')
    stage.note('c was left alone', (await daemon.info('c')).pid === pid)
    stage.note('avail', await ctl(daemon, 'avail'))
    for (const line of ['stop d', 'remove d', 'remove a', 'add d', 'add a', 'update all']) {
      stage.note(`then ${line}`, await ctl(daemon, ...line.split(' ')))
    }
  }),

  scenario(
    'DIFF-18p',
    'a web server and its workers write to the pipes of their container',
    async (stage) => {
      const file = writeConfig(stage.scratch, CONTAINER, true)
      const errors = stage.scratch.at('errors')
      const container = spawn(
        '/bin/sh',
        [
          '-c',
          '{ "$0" -c "$1" 2>&3 | cat >"$2"; } 3>&1 | cat >"$3"',
          executable(stage.kind, 'supervisord'),
          file,
          stage.scratch.at('shown'),
          errors,
        ],
        { env: { ...process.env, ...stage.scratch.mark }, stdio: 'ignore' },
      )
      const ended = once(container, 'exit')
      const control = (...args: string[]): Promise<RunResult> =>
        run(executable(stage.kind, 'supervisorctl'), ['-c', file, ...args], {
          environment: stage.scratch.mark,
        })
      await waitFor(async () => (await control('status')).stdout.match(/RUNNING/g)?.length === 2, {
        what: 'both programs',
        everyMs: 200,
        instead: () => stage.scratch.read('shown') + stage.scratch.read('errors'),
      })
      const status = await control('status')
      stage.note('status', { code: status.code, stdout: status.stdout })
      const down = await control('shutdown')
      stage.note('shutdown', { code: down.code, stdout: down.stdout })
      await ended
      const shown = stage.scratch.read('shown').split('\n')
      stage.note('shown', shown.filter((line) => !/^\d{4}-/.test(line)).sort())
      stage.note('errors', stage.scratch.read('errors'))
    },
    ['root'],
  ),
]
