// Starting, exiting and retrying: DIFF-01 to DIFF-05 and DIFF-10 to DIFF-12.

import { kill } from '../../support/processes.js'
import { inBackoff, letGo } from '../scripts.js'
import { about, ctl, pick, scenario, secondsBetween } from '../stage.js'

// A program that ends after a while: its end is the event that shows that until then nothing else happened.
const CLOCK = '[program:clock]\ncommand=sleep 2\nstartsecs=0\nautorestart=false\n'

export const LIFECYCLE = [
  scenario(
    'DIFF-01',
    'a program with startsecs=0 that ends well is RUNNING, then EXITED for good',
    async (stage) => {
      const daemon = await stage.daemon(`[program:quick]\ncommand=sh -c "exit 0"\nstartsecs=0\n${CLOCK}`)
      await daemon.logged(/exited: clock/)
      await daemon.until('quick', 'EXITED')
      // LIFE-24: whether its promotion is still logged depends on when the exit is seen.
      const isSuccess = (line: string) => line.includes('success: quick')
      stage.note(
        'log',
        about(daemon, 'quick').filter((line) => !isSuccess(line)),
      )
      stage.note('info', await daemon.info('quick'))
      stage.note('status', await ctl(daemon, 'status', 'quick'))
    },
  ),

  scenario(
    'DIFF-02',
    'an exit before startsecs is retried ever more slowly and then given up',
    async (stage) => {
      const daemon = await stage.daemon(
        '[program:quick]\ncommand=sh -c "exit 0"\nstartsecs=1\nstartretries=3',
      )
      await daemon.logged(
        /gave up: quick|quick entered RUNNING state|exited: quick \(exit status 0; expected\)/,
      )
      const spawns = about(daemon, 'quick').filter((line) => line.includes('spawned:'))
      const gaps = spawns.slice(1).map((line, index) => Math.floor(secondsBetween(spawns[index] ?? '', line)))
      const info = await daemon.until('quick', 'FATAL', 'EXITED')
      stage.racy('state', info.statename, { want: 'FATAL', reference: ['FATAL', 'EXITED'] })
      if (info.statename === 'EXITED') return
      stage.racy('seconds between spawns', gaps, {
        want: [1, 2, 3],
        reference: [
          [1, 2, 3],
          [1, 2, 4],
          [1, 3, 3],
          [2, 2, 3],
          [2, 3, 3],
          [2, 2, 4],
          [1, 3, 4],
          [2, 3, 4],
        ],
      })
      stage.racy(
        'log',
        about(daemon, 'quick').map((line) => line.slice(24).replace(/\d+$/, 'N')),
        {
          want: RETRIED,
          reference: [RETRIED],
        },
      )
      stage.racy('info', pick(info, 'spawnerr', 'exitstatus', 'description'), {
        want: TOO_QUICK,
        reference: [TOO_QUICK],
      })
    },
  ),

  scenario(
    'DIFF-03',
    'a command that does not exist is retried without a spawn and refused with fault 20',
    async (stage) => {
      const daemon = await stage.daemon('[program:lost]\ncommand=/nonexistent/x\nstartretries=1')
      await daemon.logged(/gave up: lost/)
      stage.note('log', about(daemon, 'lost').concat(daemon.matching(/can't find command/)))
      stage.note('info', await daemon.info('lost'))
      stage.note('status', await ctl(daemon, 'status', 'lost'))
      stage.note('start', await daemon.call('startProcess', 'lost'))
      stage.note('info after the start', await daemon.info('lost'))
    },
  ),

  scenario(
    'DIFF-04',
    'autorestart and exitcodes decide whether an exit is expected and followed by a restart',
    async (stage) => {
      stage.scratch.script(
        'job',
        'until rm "$(dirname "$0")/$SUPERVISOR_PROCESS_NAME.go" 2>&-; do sleep 0.05; done; exit $1',
      )
      const daemon = await stage.daemon(`[program:bad]
command=%(here)s/job 3
autorestart=unexpected
[program:fine]
command=%(here)s/job 3
exitcodes=0,3
[program:always]
command=%(here)s/job 0
autorestart=true
`)
      const end = async (...names: readonly string[]) => {
        for (const name of names) await daemon.until(name, 'RUNNING')
        for (const name of names) letGo(stage.scratch, name)
      }
      await end('bad', 'always', 'fine')
      await daemon.logged(/spawned: 'bad'/, 2)
      await daemon.logged(/spawned: 'always'/, 2)
      stage.note(
        'exitstatus is cleared by the restart',
        pick(await daemon.until('bad', 'RUNNING'), 'spawnerr', 'exitstatus'),
      )
      await end('bad', 'always')
      await daemon.logged(/exited: bad/, 2)
      await daemon.logged(/exited: always/, 2)
      await daemon.until('fine', 'EXITED')
      stage.note('bad', about(daemon, 'bad').slice(0, 6))
      stage.note('always', about(daemon, 'always').slice(0, 6))
      stage.note('fine', about(daemon, 'fine'))
      stage.note('info of fine', await daemon.info('fine'))
    },
  ),

  scenario('DIFF-05', 'a program killed from outside ends in EXITED with exit status -1', async (stage) => {
    const daemon = await stage.daemon('[program:victim]\ncommand=sleep 1000\nautorestart=false')
    kill((await daemon.until('victim', 'RUNNING')).pid, 'SIGKILL')
    stage.note('info', await daemon.until('victim', 'EXITED'))
    stage.note('log', about(daemon, 'victim'))
  }),

  scenario(
    'DIFF-10',
    'a program in BACKOFF cannot be started, and is stopped without a signal',
    async (stage) => {
      const daemon = await stage.daemon(
        '[program:failing]\ncommand=sh -c "exit 1"\nstartsecs=10\nstartretries=10',
      )
      stage.note('start and stop', await inBackoff(daemon, 'failing', 3, [['startProcess'], ['stopProcess']]))
      stage.note('info', await daemon.info('failing'))
      stage.note('stop again', await daemon.call('stopProcess', 'failing'))
      stage.note('log', about(daemon, 'failing'))
    },
  ),

  scenario('DIFF-11', 'the delay before a retry begins anew after a stop and a start', async (stage) => {
    const daemon = await stage.daemon(
      '[program:failing]\ncommand=sh -c "sleep 0.2; exit 1"\nstartsecs=10\nstartretries=10',
    )
    await daemon.logged(/exited: failing/, 3)
    await daemon.until('failing', 'BACKOFF')
    stage.note('stop', await daemon.call('stopProcess', 'failing'))
    const attempts = daemon.matching(/spawned:/).length
    stage.note('start', await daemon.call('startProcess', 'failing', false))
    const earlier = await daemon.logged(/spawned: 'failing'/, attempts + 1)
    const later = await daemon.logged(/spawned: 'failing'/, attempts + 2)
    stage.note('seconds until the next retry', Math.floor(secondsBetween(earlier, later)))
  }),

  scenario('DIFF-12', 'a program in FATAL starts again once its script is repaired', async (stage) => {
    stage.scratch.script('job', 'exit 1')
    const daemon = await stage.daemon('[program:job]\ncommand=%(here)s/job\nstartsecs=3\nstartretries=0')
    await daemon.until('job', 'FATAL')
    stage.scratch.script('job', 'exec sleep 1000')
    stage.note('start', await daemon.call('startProcess', 'job'))
    stage.note('info', await daemon.info('job'))
    stage.note('log', about(daemon, 'job'))
  }),
]
const TOO_QUICK = {
  spawnerr: 'Exited too quickly (process log may have details)',
  exitstatus: 0,
  description: 'Exited too quickly (process log may have details)',
}

const ATTEMPT = ["INFO spawned: 'quick' with pid N", 'WARN exited: quick (exit status 0; not expected)']
const RETRIED = [
  ...[1, 2, 3, 4].flatMap(() => ATTEMPT),
  'INFO gave up: quick entered FATAL state, too many start retries too quickly',
]
