// Configurations as public container images have them, with harmless programs.

import { waitFor } from '../../support/wait.js'
import type { Value } from '../../support/xmlrpc.js'
import { ctl, pick, type Stage, scenario } from '../stage.js'

interface Image {
  readonly id: string
  readonly title: string
  readonly config: string
  /** Files beside the configuration. */
  readonly files?: Readonly<Record<string, string>>
  /** Their processes, with group. */
  readonly running: readonly string[]
}

const QUIET = 'stdout_logfile=/dev/null\nstdout_logfile_maxbytes=0\nredirect_stderr=true\n'

const CONFIGS: readonly Image[] = [
  {
    id: 'DIFF-18b',
    title: 'workers of a web application, eight in one log',
    running: [...Array.from({ length: 8 }, (_, index) => `worker:worker_0${index}`), 'cron'],
    config: `[supervisord]
nodaemon=true
user=root
[program:worker]
process_name=%(program_name)s_%(process_num)02d
command=sleep 1000
autostart=true
autorestart=true
stopasgroup=true
killasgroup=true
user=root
numprocs=8
redirect_stderr=true
stdout_logfile=%(here)s/worker.log
stopwaitsecs=3600
[program:cron]
command=sleep 1000
user = root
priority = 200
stdout_logfile=NONE
stderr_logfile = none
`,
  },
  {
    id: 'DIFF-18c',
    title: 'groups by programs:a,b, a signal with SIG, quoted variables, a key twice',
    running: ['app:web', 'app:beat'],
    config: `[group:app]
programs:web,beat
priority:20
[program:web]
command=sleep 1000
command=sleep 1001
stopsignal=SIGINT
environment=PATH="/usr/local/bin:/usr/bin:/bin",HOME="/root",LANG='C.UTF-8',OPTIONS="-a,-b=%%s"
${QUIET}
[program:beat]
command = sleep 1000 ; the scheduler
startsecs=  0
stopsignal = INT
exitcodes=0, 2
startretries=100
${QUIET}`,
  },
  {
    id: 'DIFF-18d',
    title: 'included files that open sections again',
    running: ['sshd', 'web'],
    files: {
      'conf.d/a.conf': '[program:sshd]\ncommand=sleep 1000\nautorestart=true\n',
      'conf.d/b.conf':
        '[supervisord]\nloglevel=warn\nidentifier=included\n[program:web]\npriority=5\ncommand=sleep 1001\n',
    },
    config: `[program:web]
command=sleep 1000
directory=/
autorestart=true
[include]
files = %(here)s/conf.d/*.conf
`,
  },
]

async function play(stage: Stage, image: Image): Promise<void> {
  if (image.files !== undefined) stage.scratch.folder('conf.d')
  for (const [name, text] of Object.entries(image.files ?? {})) stage.scratch.write(name, text)
  const daemon = await stage.daemon(image.config, { unready: true })
  // Some log below the level of the line that says that it has started.
  await waitFor(() => stage.scratch.has('s.sock'), { what: 'the socket' })
  for (const name of image.running) await daemon.until(name, 'RUNNING')
  const configs = (await daemon.ask('getAllConfigInfo')) as readonly Value[]
  // New in 4.4 (VER).
  const known = configs.map((one) =>
    Object.fromEntries(Object.entries(one as object).filter(([name]) => name !== 'autorestart')),
  )
  stage.note('configuration', known)
  stage.note('identification', await daemon.ask('getIdentification'))
  const infos = (await daemon.ask('getAllProcessInfo')) as readonly Value[]
  stage.note(
    'processes',
    infos.map((info) =>
      pick(info, 'name', 'group', 'statename', 'logfile', 'stdout_logfile', 'stderr_logfile'),
    ),
  )
  stage.note('status', await ctl(daemon, 'status'))
  const restarted = await ctl(daemon, 'restart', 'all')
  stage.note('restart all', { code: restarted.code, output: restarted.output.sort() })
  stage.note('shutdown', await ctl(daemon, 'shutdown'))
  stage.note('exit code', await daemon.exit())
}

export const IMAGES = CONFIGS.map((image) =>
  scenario(image.id, image.title, (stage) => play(stage, image), ['root']),
)
