// FastCGI programs: DIFF-49, in its parts.

import { renameSync, statSync } from 'node:fs'
import { askSocket } from '../../support/ask-socket.js'
import type { Daemon } from '../../support/daemon.js'
import { isAlive, kill } from '../../support/processes.js'
import { waitFor } from '../../support/wait.js'
import { wholeOutput } from '../scripts.js'
import { ctl, type Stage, scenario } from '../stage.js'

const SERVER = `import os, socket
listener = socket.socket(fileno=0)
print(listener.family.name, os.get_blocking(0), os.readlink('/proc/self/fd/0').split(':')[0], flush=True)
print(os.fstat(0).st_ino, flush=True)
print('end', flush=True)
while True:
    client, _ = listener.accept()
    client.sendall(os.environ['SUPERVISOR_PROCESS_NAME'].encode())
    client.close()
`

const program = (options: string) => `[fcgi-program:app]
command=/usr/bin/python3 %(here)s/server.py
stdout_logfile=%(here)s/%(program_name)s_%(process_num)d.out
process_name=%(program_name)s_%(process_num)d
${options}
`

const PARTS = ['python3'] as const
const SOCKETS_AND_CHILDREN = /(Creating|Closing) socket|spawned: |stopped: |exited: /
const events = (daemon: Daemon) => daemon.matching(SOCKETS_AND_CHILDREN)

/** What the text config errors of a section are; what follows it is the daemon's usual advice. */
async function refusal(stage: Stage, what: string, options: string): Promise<void> {
  stage.note(what, await stage.refused(program(options)))
}

export const FCGI = [
  scenario(
    'DIFF-49',
    'processes share a listening socket that lives as long as one of them',
    async (stage) => {
      stage.scratch.write('server.py', SERVER)
      const daemon = await stage.daemon(program('socket=unix://%(here)s/%(program_name)s.sock\nnumprocs=2'))
      const place = { path: stage.scratch.at('app.sock') }
      for (const name of ['app:app_0', 'app:app_1']) await daemon.until(name, 'RUNNING')
      const first = await wholeOutput(stage.scratch, 'app_0.out')
      const second = await wholeOutput(stage.scratch, 'app_1.out')
      stage.note('stdin', [first[0], second[0]])
      stage.note('one socket', first[1] === second[1])
      stage.note('mode', (statSync(place.path).mode & 0o777).toString(8))
      stage.note('stdin of a process', await daemon.call('sendProcessStdin', 'app:app_0', 'x'))

      stage.note('stop one', await daemon.call('stopProcess', 'app:app_0'))
      stage.note('answer of the other', await askSocket(place))
      stage.note('stop both', await daemon.call('stopProcess', 'app:app_1'))
      await daemon.logged(/Closing socket/, 2)
      // The line comes before the end of the socket.
      await waitFor(async () => (await askSocket(place)) === 'ECONNREFUSED', { what: 'nobody to answer' })
      stage.note('left', stage.scratch.has('app.sock'))

      stage.note('start', await daemon.call('startProcess', 'app:app_0'))
      stage.note('answer', await askSocket(place))
      stage.note('log', events(daemon))
    },
    PARTS,
  ),

  scenario(
    'DIFF-49r',
    'a FastCGI program that ends alone leaves and gets a socket',
    async (stage) => {
      stage.scratch.write('server.py', SERVER)
      const daemon = await stage.daemon(program('socket=unix://%(here)s/app.sock'))
      const { pid } = await daemon.until('app:app_0', 'RUNNING')
      kill(pid, 'SIGKILL')
      await daemon.logged(/spawned: /, 2)
      stage.note('log', events(daemon))
    },
    PARTS,
  ),

  scenario(
    'DIFF-49b',
    'a socket that cannot be made again',
    async (stage) => {
      stage.scratch.write('server.py', SERVER)
      const folder = stage.scratch.folder('d')
      const daemon = await stage.daemon(
        `${program('socket=unix://%(here)s/d/app.sock\nstartretries=1')}[program:other]\ncommand=sleep 1000`,
      )
      const { pid } = await daemon.until('app:app_0', 'RUNNING')
      const other = await daemon.until('other', 'RUNNING')
      renameSync(folder, stage.scratch.at('gone'))
      kill(pid, 'SIGKILL')
      const ended = daemon.exit().then((code) => `exit ${code}`)
      const fatal = daemon.logged(/gave up: app_0/).then(
        () => 'says so and runs on',
        () => ended,
      )
      stage.note('daemon', await Promise.race([ended, fatal]))
      stage.note('the other program runs on', isAlive(other.pid))
      stage.note(
        'spawn error',
        daemon.isRunning ? String((await daemon.info('app:app_0')).spawnerr) : 'nobody to ask',
      )
      stage.note('start', daemon.isRunning ? await daemon.call('startProcess', 'app:app_0') : 'nobody to ask')
      if (!daemon.isRunning) kill(other.pid, 'SIGKILL')
      daemon.signal('SIGTERM')
      await ended
    },
    PARTS,
  ),

  scenario('DIFF-49g', 'a FastCGI program in a group', async (stage) => {
    stage.scratch.script('stdin', 'readlink /proc/self/fd/0 | cut -d: -f1; echo end; exec sleep 1000')
    const daemon = await stage.daemon(
      '[fcgi-program:app]\ncommand=%(here)s/stdin\nsocket=unix://%(here)s/app.sock\nstdout_logfile=%(here)s/out\n[group:g]\nprograms=app',
    )
    await daemon.until('g:app', 'RUNNING')
    stage.note('stdin', await wholeOutput(stage.scratch, 'out'))
    stage.note('a socket', stage.scratch.has('app.sock'))
    stage.note('stdin of a process', await daemon.call('sendProcessStdin', 'g:app', 'x'))
  }),

  scenario('DIFF-49u', 'a new socket is a change, and new kinds of groups come and go', async (stage) => {
    const sleeping = (socket: string) =>
      `[fcgi-program:app]\ncommand=sleep 1000\nsocket=unix://%(here)s/${socket}`
    const daemon = await stage.daemon(sleeping('a'))
    await daemon.until('app', 'RUNNING')
    const change = (text: string) =>
      stage.scratch.write('c.conf', stage.scratch.read('c.conf').replace(/\[fcgi-program[\s\S]*/, text))
    change(`${sleeping('b')}\n`)
    stage.note('update', await ctl(daemon, 'update'))
    await daemon.until('app', 'RUNNING')
    stage.note('sockets', [stage.scratch.has('a'), stage.scratch.has('b')])
    change('[program:app]\ncommand=sleep 1000\n')
    stage.note('update to a plain program', await ctl(daemon, 'update'))
    await daemon.until('app', 'RUNNING')
    stage.note('log', events(daemon))
  }),

  scenario('DIFF-49e', 'mistakes in a section of a FastCGI program', async (stage) => {
    const unix = 'socket=unix:///x'
    await refusal(stage, 'no socket', '')
    await refusal(stage, 'bad format', 'socket=foo')
    await refusal(stage, 'relative path', 'socket=unix://x')
    await refusal(stage, 'bad port', 'socket=tcp://localhost:70000')
    await refusal(stage, 'mode of a port', 'socket=tcp://localhost:1\nsocket_mode=0700')
    await refusal(stage, 'bad mode', `${unix}\nsocket_mode=9`)
    await refusal(stage, 'bad owner', `${unix}\nsocket_owner=nobody-here`)
    await refusal(stage, 'bad backlog', `${unix}\nsocket_backlog=0`)
    stage.note('bad name', await stage.refused('[fcgi-program:a b]\ncommand=sleep 1000\nsocket=unix:///x'))
    await refusal(stage, 'numprocs', `${unix}\nnumprocs=x`)
    await refusal(stage, 'process_num', 'socket=unix:///x%(process_num)d')
  }),
]
