// Configurations in the forms that public container images have, played from the start to the end of the container.

import { spawnSync } from 'node:child_process'
import { BASE_CONFIG, writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { executable } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { READY } from '../scripts.js'
import { ctl, lines, type Stage, scenario } from '../stage.js'

interface Shape {
  readonly id: string
  readonly title: string
  readonly config: string
  readonly files?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  /** What is in PATH; each tells its arguments and stays, unless its script says something else. */
  readonly commands: Readonly<Record<string, string | null>>
  /** What lives long enough to be seen RUNNING whenever somebody looks (LIFE-24), as the log names it. */
  readonly running: readonly string[]
  /** Jobs that are over soon. */
  readonly ended?: readonly string[]
  /** It ends by itself. */
  readonly ends?: boolean
  /** Questions to supervisorctl. */
  readonly asked?: readonly string[]
}

const ON_STDOUT = `stdout_logfile=/dev/stdout
stdout_logfile_maxbytes=0
stderr_logfile=/dev/stderr
stderr_logfile_maxbytes=0
`
const DAEMON = `[supervisord]
nodaemon=true
user=root
logfile=%(here)s/main.log
logfile_maxbytes=0
pidfile=%(here)s/main.pid
childlogdir=%(here)s/logs
`

const SHAPES: readonly Shape[] = [
  {
    id: 'IMAGE-1',
    title: 'an image with nginx and php-fpm, logs on stdout, no interface at all',
    commands: { nginx: null, 'php-fpm': null },
    running: ['php-fpm', 'nginx'],
    asked: ['status'],
    config: `${DAEMON}
[program:php-fpm]
command = php-fpm -F -R
autostart=true
autorestart=unexpected
priority=5
${ON_STDOUT}
[program:nginx]
command=nginx -g "daemon off;error_log /dev/stderr info;"
autorestart=false
startretries=0
priority=10
${ON_STDOUT}`,
  },
  {
    id: 'IMAGE-2',
    title: 'an image whose command, user and variables come from its environment',
    commands: { serve: null },
    environment: { APP_COMMAND: 'serve --port=80 --host=0.0.0.0', APP_USER: 'root' },
    running: ['php'],
    config: `${DAEMON}
[program:php]
command=%(ENV_APP_COMMAND)s
user=%(ENV_APP_USER)s
environment=APP_IMAGE="1",COMMAND="%(ENV_APP_COMMAND)s"
${ON_STDOUT}`,
  },
  {
    id: 'IMAGE-3',
    title: 'an image with a socket but without an RPC interface',
    commands: { app: null },
    running: ['app'],
    asked: ['status', 'version', 'restart app'],
    config: `[unix_http_server]
file=%(here)s/s.sock
${DAEMON}
[supervisorctl]
serverurl=unix://%(here)s/s.sock
[program:app]
command=app
${ON_STDOUT}`,
  },
  {
    id: 'IMAGE-4',
    title: 'an image that ends when one of its programs does',
    commands: { web: null, job: 'echo job; sleep 2; exit 3' },
    running: ['web', 'job', 'processes'],
    ends: true,
    config: `${DAEMON}
[program:web]
command=web
${ON_STDOUT}
[program:job]
command=job
autorestart=false
startsecs=0
${ON_STDOUT}
[eventlistener:processes]
command=sh -c "printf 'READY\\n' && while read line; do kill -QUIT $PPID; done < /dev/stdin"
events=PROCESS_STATE_STOPPED, PROCESS_STATE_EXITED, PROCESS_STATE_FATAL
`,
  },
  {
    id: 'IMAGE-5',
    title: 'an image with a job of the start, cron, workers and a folder of further programs',
    commands: { migrate: 'echo migrated', cron: null, artisan: null, sshd: null },
    files: {
      'conf.d/sshd.conf': '[program:sshd]\ncommand=sshd -D -e ; in the foreground\nautorestart=true\n',
      'conf.d/unused.txt': '[program:unused]\ncommand=nothing\n',
    },
    running: ['worker_00', 'worker_01', 'cron', 'sshd'],
    ended: ['migrate'],
    asked: ['status', 'avail', 'restart worker:*', 'update', 'stop all'],
    config: `; as the package has it
${BASE_CONFIG.replace('[supervisord]', 'chmod=0700\n[supervisord]\nnodaemon=true\nuser=root')}
[program:migrate]
command=migrate --force
autorestart=false
startsecs=0
priority=1
[program:cron]
command=cron -f -L 15
[program:worker]
process_name=%(program_name)s_%(process_num)02d
command=artisan queue:work --sleep=3 --tries=3 --max-time=3600
numprocs=2
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile=%(here)s/worker.log
stopwaitsecs=3600
[include]
files = conf.d/*.conf
`,
  },
]

/** What is told in an order that nothing decides. */
const OWN = /^\t|CRIT |waiting for|RPC interface|rpcinterface/

async function play(stage: Stage, shape: Shape): Promise<void> {
  const { scratch } = stage
  for (const folder of ['bin', 'conf.d']) scratch.folder(folder)
  for (const [name, text] of Object.entries(shape.files ?? {})) scratch.write(name, text)
  for (const [name, body] of Object.entries(shape.commands)) {
    scratch.script(`bin/${name}`, body ?? `echo "${name} $*"; ${READY}; exec sleep 1000`)
  }
  const daemon = await stage.daemon(shape.config, {
    bare: true,
    unready: true,
    pipes: true,
    environment: { ...shape.environment, PATH: `${scratch.at('bin')}:${process.env.PATH}` },
  })
  if (shape.ends !== true) {
    for (const name of shape.running) {
      await daemon.logged(new RegExp(` success: ${name} entered RUNNING`))
      await waitFor(() => scratch.has(`bin/${name}.ready`), { what: `${name} to be ready` })
    }
    for (const name of shape.ended ?? []) await daemon.logged(new RegExp(` exited: ${name} `))
    for (const [name, body] of Object.entries(shape.commands)) {
      if (body === null && shape.config.includes('/dev/stdout')) await daemon.logged(new RegExp(`^${name} `))
    }
    for (const words of shape.asked ?? []) {
      const { code, output } = await ctl(daemon, ...words.split(' '))
      stage.note(words, { code, output: output.sort() })
    }
    daemon.signal('SIGTERM')
  }
  stage.note('exit code', await daemon.exit())
  await daemon.log.end
  const own = / [A-Z]{4} /
  const isTold = (line: string) => {
    const success = / success: (\S+) /.exec(line)
    return !OWN.test(line) && (success === null || shape.running.includes(success[1] ?? ''))
  }
  const log = daemon.log.all.filter(isTold)
  stage.note(
    'log',
    log
      .filter((line) => own.test(line))
      .map(withoutTime)
      .sort(),
  )
  stage.note('output', log.filter((line) => !own.test(line)).sort())
  stage.note('left', scratch.names())
}

// Sorted by what is told, not by when.
function withoutTime(line: string): string {
  return line.replace(/^\S+ \S+ /, '')
}

const MAY_UNSHARE = ['-pf', '--mount-proc']

export const CONTAINERS = [
  ...SHAPES.map((shape) => scenario(shape.id, shape.title, (stage) => play(stage, shape), ['root'])),

  scenario(
    'IMAGE-6',
    'as PID 1 of a container it reaps orphans and ends when a program asks it to',
    async (stage) => {
      if (spawnSync('unshare', [...MAY_UNSHARE, 'true']).status !== 0) return
      const { scratch } = stage
      scratch.script(
        'job',
        `echo working; (sleep 0.05 &)
told() { grep -q "$1" "$(dirname "$0")/main.log"; }
until told success && told reaped; do sleep 0.05; done; kill -TERM 1; exec sleep 1000`,
      )
      const file = writeConfig(scratch, `${DAEMON}[program:job]\ncommand=%(here)s/job\n${ON_STDOUT}`, true)
      const command = ['unshare', ...MAY_UNSHARE, executable(stage.kind, 'supervisord'), '-c', file]
      const result = await run('sh', ['-c', '{ "$@"; echo "exit $?"; } 2>&1 | cat', 'sh', ...command], {
        directory: scratch.path,
        environment: scratch.mark,
      })
      const told = lines(result.stdout).filter((line) => !OWN.test(line))
      stage.note(
        'output',
        told.filter((line) => !/reaped/.test(line)),
      )
      stage.note('reaped', told.filter((line) => /reaped unknown pid/.test(line)).length)
    },
    ['root'],
  ),
]
