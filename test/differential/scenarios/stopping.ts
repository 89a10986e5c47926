// Stopping: DIFF-06 to DIFF-09, DIFF-28 and DIFF-29.

import { cpuTicks, isAlive } from '../../support/processes.js'
import { waitFor } from '../../support/wait.js'
import { letGo, READY, RELUCTANT, reluctant, untilReady } from '../scripts.js'
import { about, ctl, scenario, secondsBetween } from '../stage.js'

export const STOPPING = [
  scenario('DIFF-06', 'a stop by TERM ends in STOPPED, and waiting for it costs nothing', async (stage) => {
    stage.scratch.script('slow', reluctant('sleep 2'))
    const daemon = await stage.daemon(
      '[program:a]\ncommand=sleep 1000\n[program:slow]\ncommand=%(here)s/slow',
    )
    await daemon.until('a', 'RUNNING')
    stage.note('ctl', await ctl(daemon, 'stop', 'a'))
    stage.note('info', await daemon.info('a'))
    stage.note('log', about(daemon, 'a'))
    await untilReady(daemon, 'slow')
    const before = cpuTicks(daemon.pid)
    stage.note('slow stop', await daemon.call('stopProcess', 'slow'))
    // EDGE-06: the reference spins until the process is gone.
    stage.racy('half a second of processor time', cpuTicks(daemon.pid) - before > 50, {
      want: false,
      reference: [true, false],
    })
  }),

  scenario(
    'DIFF-07',
    'a program that exits by itself when told to stop is STOPPED, whatever its code',
    async (stage) => {
      stage.scratch.script('job', `trap "kill $!; exit $1" TERM\nsleep 1000 &\n${READY}\nwait`)
      const daemon = await stage.daemon(`[program:zero]
command=%(here)s/job 0
autorestart=true
[program:five]
command=%(here)s/job 5
autorestart=true`)
      for (const name of ['zero', 'five']) {
        await untilReady(daemon, name)
        stage.note(`stop ${name}`, await daemon.call('stopProcess', name))
        stage.note(`info of ${name}`, await daemon.info(name))
        stage.note(`log of ${name}`, about(daemon, name))
      }
    },
  ),

  scenario(
    'DIFF-08',
    'what ignores TERM is killed after stopwaitsecs, its group with killasgroup',
    async (stage) => {
      stage.scratch.script(
        'deaf',
        `trap "" TERM\nsleep 1000 &\necho $! > $1\n${READY}\nwhile :; do wait; done`,
      )
      const daemon = await stage.daemon(`[program:group]
command=%(here)s/deaf %(here)s/group.pid
stopwaitsecs=2
killasgroup=true
[program:single]
command=%(here)s/deaf %(here)s/single.pid
stopwaitsecs=2`)
      const names = ['group', 'single']
      for (const name of names) await untilReady(daemon, name)
      stage.note('stops', await Promise.all(names.map((name) => daemon.call('stopProcess', name))))
      for (const name of names) stage.note(`log of ${name}`, about(daemon, name))
      stage.note('it says that it waits', daemon.matching(/waiting for (group|single) to stop/).length > 0)
      const spawned = daemon.matching(/success: group/)[0] ?? ''
      const killed = await daemon.log.waitFor(/killing 'group'/)
      stage.note('killed after two seconds', secondsBetween(spawned, killed) >= 2)
      const grandchild = (name: string) => Number(stage.scratch.read(`${name}.pid`))
      await waitFor(() => !isAlive(grandchild('group')), { what: 'the grandchild of group to die' })
      stage.note('the grandchild of single lives', isAlive(grandchild('single')))
    },
  ),

  scenario('DIFF-09', 'a program in STOPPING refuses start and stop and takes signals', async (stage) => {
    stage.scratch.script('slow', RELUCTANT)
    const daemon = await stage.daemon('[program:slow]\ncommand=%(here)s/slow\nstopwaitsecs=60')
    await untilReady(daemon, 'slow')
    stage.note('stop', await daemon.call('stopProcess', 'slow', false))
    stage.note('start and wait', await daemon.call('startProcess', 'slow'))
    stage.note('start without waiting', await daemon.call('startProcess', 'slow', false))
    stage.note('stop again', await daemon.call('stopProcess', 'slow'))
    stage.note('signal', await daemon.call('signalProcess', 'slow', 'CONT'))
    stage.note('info', await daemon.info('slow'))
    letGo(stage.scratch, 'slow')
    stage.note('info at the end', await daemon.until('slow', 'STOPPED'))
    stage.note('log', about(daemon, 'slow'))
  }),

  scenario('DIFF-28', 'stop all and start all follow the priorities', async (stage) => {
    stage.scratch.script('job', reluctant('sleep $1'))
    const program = (priority: number, delay: number) =>
      `[program:p${priority}]\npriority=${priority}\ncommand=%(here)s/job ${delay}\n`
    const daemon = await stage.daemon(
      `[supervisord]\nloglevel=debug\n${program(9, 3)}${program(500, 0)}${program(999, 1)}`,
    )
    for (const name of ['p9', 'p500', 'p999']) await untilReady(daemon, name)
    const named = (pattern: RegExp) => daemon.written.flatMap((line) => pattern.exec(line)?.[1] ?? [])
    // They end after 0, 1 and 3 seconds, so that the order of completion is known.
    stage.note('stop all', await daemon.call('stopAllProcesses'))
    stage.note('order of signals', named(/killing (\w+) \(pid/))
    stage.note('start all', await ctl(daemon, 'start', 'all'))
    stage.note('order of spawns', named(/spawned: '(\w+)'/).slice(3))
  }),

  scenario('DIFF-29', 'a shutdown goes from the highest priority to the lowest', async (stage) => {
    stage.scratch.script('slow', RELUCTANT)
    const program = (name: string, priority: number, command: string) =>
      `[program:${name}]\npriority=${priority}\ncommand=${command}\n`
    const idle = [1, 2, 3, 4, 5].map((n) => `${program(`idle${n}`, n * 100, 'sleep 1000')}autostart=false\n`)
    const daemon = await stage.daemon(
      `${program('first', 1, '%(here)s/slow')}stopwaitsecs=60\n` +
        program('two', 2, 'sleep 1000') +
        program('also', 2, 'sleep 1000') +
        program('last', 999, 'sleep 1000') +
        idle.join(''),
    )
    await untilReady(daemon, 'first')
    for (const name of ['two', 'also', 'last']) await daemon.until(name, 'RUNNING')
    const begun = Date.now()
    daemon.signal('SIGTERM')
    // It tells who is left every three seconds.
    await daemon.logged(/waiting for first to die/)
    letGo(stage.scratch, 'slow')
    stage.note('exit code', await daemon.exit())
    stage.racy('no time is lost over idle groups', Date.now() - begun < 6000, {
      want: true,
      reference: [true, false],
    })
    const stopped = daemon.written.flatMap((line) => /stopped: (\w+)/.exec(line)?.[1] ?? [])
    // Groups of equal priority may stop in any order (EDGE-12).
    stage.note('order', [stopped[0], stopped.slice(1, 3).sort(), stopped[3]])
    stage.note('waiting', daemon.matching(/waiting for|received/))
    stage.note(
      'left behind',
      ['s.sock', 'main.pid'].filter((name) => stage.scratch.has(name)),
    )
  }),

  scenario(
    'LIFE-66',
    'a supervisor without servers and programs runs until it is told to stop',
    async (stage) => {
      const daemon = await stage.daemon('[supervisord]\nlogfile=main.log\npidfile=main.pid', { bare: true })
      daemon.signal('SIGTERM')
      stage.note('exit code', await daemon.exit())
      stage.note('log', daemon.matching(/SIG/))
    },
  ),
]
