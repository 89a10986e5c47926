// Changing the configuration of a running supervisor: DIFF-22 to DIFF-27.

import { rmSync } from 'node:fs'
import { writeConfig } from '../../support/daemon.js'
import { isAlive } from '../../support/processes.js'
import { letGo, RELUCTANT, untilReady } from '../scripts.js'
import { about, ctl, scenario } from '../stage.js'

const sleeper = (name: string, more = '') => `[program:${name}]\ncommand=sleep 1000\n${more}`

export const RELOAD = [
  scenario('DIFF-22', 'reread and update of a broken file change nothing', async (stage) => {
    const daemon = await stage.daemon(sleeper('a'))
    const { pid } = await daemon.until('a', 'RUNNING')
    writeConfig(stage.scratch, sleeper('a', 'startsecs=soon'))
    stage.note('reread', await ctl(daemon, 'reread'))
    stage.note('update', await ctl(daemon, 'update'))
    stage.note('fault', await daemon.call('reloadConfig'))
    stage.note('the program runs on', (await daemon.info('a')).pid === pid)
    writeConfig(stage.scratch, sleeper('a') + sleeper('b'))
    stage.note('after repair', await ctl(daemon, 'reread'))
  }),

  scenario('DIFF-23', 'a HUP with a broken file', async (stage) => {
    const daemon = await stage.daemon(sleeper('a'))
    const { pid } = await daemon.until('a', 'RUNNING')
    writeConfig(stage.scratch, sleeper('a', 'startsecs=soon'))
    daemon.signal('SIGHUP')
    const ended = daemon.exit().then((code) => `exit ${code}`)
    stage.note(
      'daemon',
      await Promise.race([
        ended,
        daemon.logged(/ ERRO /).then(
          () => 'says so and runs on',
          () => ended,
        ),
      ]),
    )
    stage.note(
      'left',
      ['s.sock', 'main.pid'].filter((name) => stage.scratch.has(name)),
    )
    stage.note('the program runs on', isAlive(pid))
    if (daemon.isRunning) daemon.signal('SIGTERM')
    await ended
  }),

  scenario('DIFF-24', 'a HUP starts everything anew in the same process', async (stage) => {
    stage.scratch.script('slow', RELUCTANT)
    const slow = '[program:slow]\ncommand=%(here)s/slow\nstopwaitsecs=60\n'
    const daemon = await stage.daemon(`${sleeper('one')}${slow}`)
    const running = async () => [await daemon.until('one', 'RUNNING'), await untilReady(daemon, 'slow')]
    const before = (await running()).map((info) => info.pid)
    stage.note('logs before', stage.scratch.names('logs'))
    writeConfig(stage.scratch, `[supervisord]\nidentifier=second\n${sleeper('one')}${slow}${sleeper('two')}`)
    daemon.signal('SIGHUP')
    await daemon.logged(/waiting for/)
    letGo(stage.scratch, 'slow')
    await daemon.logged(/supervisord started with pid/, 2)
    rmSync(stage.scratch.at('slow.go'))
    const after = (await running()).map((info) => info.pid)
    await daemon.until('two', 'RUNNING')
    stage.note('same supervisor', (await daemon.ask('getPID')) === daemon.pid)
    stage.note('old programs', before.map(isAlive))
    stage.note(
      'new pids',
      after.map((pid) => !before.includes(pid)),
    )
    stage.note('identification', await daemon.call('getIdentification'))
    stage.note('logs after', stage.scratch.names('logs'))
    stage.note('pidfile', Number(stage.scratch.read('main.pid')) === daemon.pid)
    stage.note('log of one', about(daemon, 'one'))
    stage.note('shutdown', await daemon.call('shutdown'))
    daemon.signal('SIGHUP')
    await daemon.logged(/ignored SIGHUP/)
    await daemon.logged(/waiting for .*two/)
    letGo(stage.scratch, 'slow')
    stage.note('exit code', await daemon.exit())
    // When a signal is noticed is a race in the reference.
    stage.note('signals', daemon.matching(/SIGHUP/))
    stage.note('waiting', daemon.matching(/waiting for/))
  }),

  scenario(
    'DIFF-25',
    'update stops, changes and adds what the file says and leaves the rest alone',
    async (stage) => {
      const daemon = await stage.daemon(sleeper('dev') + sleeper('rot0') + sleeper('keep'))
      for (const name of ['dev', 'rot0', 'keep']) await daemon.until(name, 'RUNNING')
      const kept = (await daemon.info('keep')).pid
      writeConfig(stage.scratch, sleeper('dev', 'stopwaitsecs=3\n') + sleeper('newp') + sleeper('keep'))
      stage.note('reread', await ctl(daemon, 'reread'))
      stage.note('reread again', await ctl(daemon, 'reread'))
      stage.note('as a call', await daemon.call('reloadConfig'))
      stage.note('avail', await ctl(daemon, 'avail'))
      stage.note('update newp', await ctl(daemon, 'update', 'newp'))
      stage.note('update', await ctl(daemon, 'update'))
      stage.note('update again', await ctl(daemon, 'update'))
      for (const name of ['dev', 'newp']) await daemon.until(name, 'RUNNING')
      stage.note('the unchanged one', (await daemon.info('keep')).pid === kept)
      stage.note('status', await ctl(daemon, 'status'))
    },
  ),

  scenario('DIFF-26', 'a change of one member renews the whole group', async (stage) => {
    const config = (more: string) => `[group:g]\nprograms=a,b\n${sleeper('a', more)}${sleeper('b')}`
    const daemon = await stage.daemon(config(''))
    const before = await daemon.until('g:a', 'RUNNING')
    await daemon.until('g:b', 'RUNNING')
    await daemon.ask('stopProcess', 'g:b')
    writeConfig(stage.scratch, config('stopwaitsecs=3\n'))
    stage.note('reread', await ctl(daemon, 'reread'))
    stage.note('update', await ctl(daemon, 'update'))
    stage.note('a is new', (await daemon.until('g:a', 'RUNNING')).pid !== before.pid)
    stage.note('b runs', await daemon.until('g:b', 'RUNNING'))
  }),

  scenario('DIFF-27', 'changes of log files are noticed', async (stage) => {
    const config = (toPath: string, toAuto: string, toNone: string) =>
      `${sleeper('topath', toPath)}${sleeper('toauto', toAuto)}${sleeper('tonone', toNone)}`
    const path = (name: string) => `stdout_logfile=%(here)s/${name}\n`
    const daemon = await stage.daemon(config('', path('toauto'), path('tonone')))
    writeConfig(stage.scratch, config(path('topath'), '', 'stdout_logfile=NONE\n'))
    stage.note('reread', await ctl(daemon, 'reread'))
  }),
]
