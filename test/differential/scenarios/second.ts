// A second supervisor with the same configuration, and a supervisor in the background: DIFF-50.

import { readFileSync } from 'node:fs'
import { writeConfig } from '../../support/daemon.js'
import { parentOf, sessionOf } from '../../support/processes.js'
import { run } from '../../support/run.js'
import { executable } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { ctl, scenario } from '../stage.js'

export const SECOND = [
  scenario('DIFF-50', 'a second supervisor is refused and leaves the first alone', async (stage) => {
    const config = `[program:cat]
command=cat
[fcgi-program:app]
command=sleep 1000
socket=unix://%(here)s/app.sock`
    const first = await stage.daemon(config)
    for (const name of ['cat', 'app']) await first.until(name, 'RUNNING')
    const second = await stage.refused(config, { scratch: stage.scratch })
    stage.note('second', second === 'started' ? second : { code: second.code, stderr: second.stderr })
    await first.ask('sendProcessStdin', 'cat', 'still here\n')
    stage.note('status', (await ctl(first, 'status')).code)
    const logs = stage.scratch.names('logs').filter((name) => name.startsWith('cat-stdout'))
    stage.note('the log is there', logs.length)
    stage.note('the FastCGI socket is there', stage.scratch.has('app.sock'))
    stage.note('pid file', stage.scratch.read('main.pid').trim() === `${first.pid}`)
  }),

  scenario('DIFF-50d', 'a daemon leaves its launcher, its session and its folder', async (stage) => {
    stage.scratch.folder('home')
    const file = writeConfig(
      stage.scratch,
      '[supervisord]\ndirectory=%(here)s/home\numask=027\n[program:p]\ncommand=sh -c "umask; pwd; exec sleep 1000"\nstdout_logfile=%(here)s/p.out',
    )
    const launched = await run(executable(stage.kind, 'supervisord'), ['-c', file], {
      environment: stage.scratch.mark,
      directory: '/',
    })
    stage.note('launcher', { code: launched.code, stdout: launched.stdout, stderr: launched.stderr })
    await waitFor(() => stage.scratch.has('p.out') && stage.scratch.read('p.out').split('\n').length > 2, {
      what: 'the output of p',
    })
    await waitFor(() => stage.scratch.read('main.log').includes(' success: p '), { what: 'p to be RUNNING' })
    const pid = Number(stage.scratch.read('main.pid'))
    stage.note('parent', parentOf(pid) === 1)
    stage.note('own session', sessionOf(pid) !== sessionOf(process.pid))
    stage.note('umask', /Umask:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    stage.note('output', stage.scratch.read('p.out'))
    const ended = await stage.control('[supervisord]\ndirectory=%(here)s/home\n[program:p]\ncommand=x', [
      'shutdown',
    ])
    stage.note('shutdown', { code: ended.code, stdout: ended.stdout })
    await waitFor(() => !stage.scratch.has('main.pid'), { what: 'the end' })
    const log = stage.scratch.read('main.log').split('\n')
    stage.note(
      'log',
      log.filter((line) => !/CRIT|RPC interface|rpcinterface|server started|waiting for/.test(line)),
    )
  }),
]
