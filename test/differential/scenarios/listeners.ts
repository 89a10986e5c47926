// Event listeners: DIFF-43 to DIFF-46, and what they hear of DIFF-03 to DIFF-05 and DIFF-10 to DIFF-12.

import type { Daemon } from '../../support/daemon.js'
import { type HeardEvent, heard, listenerSection, textOf, untilHeard } from '../../support/listener.js'
import { kill } from '../../support/processes.js'
import { inBackoff } from '../scripts.js'
import { scenario } from '../stage.js'

const DEBUG = '[supervisord]\nloglevel=debug\n'
const NEEDS = ['python3'] as const

const isTick = ({ header }: HeardEvent) => header.eventname?.startsWith('TICK') === true
const has = (text: string) => (events: readonly HeardEvent[]) =>
  events.some((event) => textOf(event).startsWith(text))

/** The listener has said READY, and is RUNNING, so that it gets the next event. */
async function untilListening(daemon: Daemon, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await daemon.logged(new RegExp(`DEBG ${name}: ACKNOWLEDGED -> READY`))
    await daemon.until(name, 'RUNNING')
  }
}

const lines = (daemon: Daemon, pattern: RegExp) =>
  daemon.matching(pattern).map((line) => line.replace(/^\S+ \S+ /, ''))

export const LISTENERS = [
  scenario(
    'DIFF-43',
    'a catch-all listener hears of everything from the boot on, once it is RUNNING',
    async (stage) => {
      const config = listenerSection(stage.scratch, 'all', {
        events: 'EVENT',
        more: 'buffer_size=100\nstartsecs=5',
      })
      const daemon = await stage.daemon(`${DEBUG}${config}[program:web]\ncommand=sleep 1000`)
      const isReady = await daemon.logged(/all: ACKNOWLEDGED -> READY/)
      stage.note('READY comes before RUNNING', (await daemon.info('all')).statename)
      const events = await untilHeard(
        daemon,
        'all',
        (one) => has('TICK_5')(one) && has('PROCESS_STATE_RUNNING processname:all')(one),
      )
      const first = await daemon.logged(/event 0 sent to listener all/)
      stage.note('nothing is sent before it', first > isReady)
      stage.note('events', events.filter((event) => !isTick(event)).map(textOf))
      stage.note(
        'serials',
        events.every(({ header }, index) => header.serial === `${index}` && header.poolserial === `${index}`),
      )
      stage.note(
        'tick',
        events.filter(isTick).every(({ payload }) => Number(payload.replace('when:', '')) % 5 === 0),
      )
      const lengths = events.every(({ header, payload }) => Number(header.len) === payload.length)
      stage.note('lengths', lengths)
      const { ver, server, pool } = events[0]?.header ?? {}
      stage.note('header', { ver, server, pool, names: Object.keys(events[0]?.header ?? {}) })
    },
    NEEDS,
  ),

  scenario(
    'DIFF-44',
    'a rejected event is delivered again, with its numbers, to its own pool',
    async (stage) => {
      const { scratch } = stage
      const one = listenerSection(scratch, 'one', { events: 'REMOTE_COMMUNICATION', plan: 'fail,fail,ok' })
      // Something that does not happen: a tick, at the hour, would take one of the numbers.
      const two = listenerSection(scratch, 'two', { events: 'PROCESS_GROUP_REMOVED' })
      const daemon = await stage.daemon(DEBUG + one + two)
      await untilListening(daemon, 'one', 'two')
      await daemon.ask('sendRemoteCommEvent', 'type', 'data')
      const events = await untilHeard(daemon, 'one', (all) => all.length === 3)
      await daemon.logged(/one: event was processed/)
      stage.note('log', lines(daemon, /WARN one:|one: event was/))
      stage.note('events', events.map(textOf))
      stage.note(
        'numbers',
        events.map(({ header }) => [header.serial, header.poolserial]),
      )
      // The reference delivers it to the other pool in the same pass or the next, so before the next event. When that
      // listener gets to writing it down depends on the load: what the daemon sent does not.
      await daemon.ask('sendRemoteCommEvent', 'type', 'last')
      await untilHeard(daemon, 'one', (all) => all.length === 4)
      await daemon.logged(/event \d+ sent to listener one/, 4)
      const leaked = daemon.matching(/event \d+ sent to listener two/)
      stage.note('the other pool is left out', leaked.length === 0 && heard(scratch, 'two').length === 0)
    },
    NEEDS,
  ),

  scenario(
    'DIFF-45',
    'listeners that do not keep to the protocol end in UNKNOWN and run on',
    async (stage) => {
      const plans = ['newline', 'noise', 'badline', 'die', 'early']
      // Each has a priority of its own, because the reference takes processes of one priority for the same.
      const sections = plans.map((plan, index) =>
        listenerSection(stage.scratch, plan, {
          events: 'REMOTE_COMMUNICATION',
          plan,
          more: `priority=${index + 1}`,
        }),
      )
      const daemon = await stage.daemon(DEBUG + sections.join(''))
      await untilListening(daemon, 'newline', 'noise', 'badline', 'die')
      await daemon.logged(/early: ACKNOWLEDGED -> UNKNOWN/)
      await daemon.ask('sendRemoteCommEvent', 'type', 'one')
      await untilHeard(daemon, 'die', (all) => all.length === 2)
      await daemon.logged(/badline: BUSY -> UNKNOWN/)
      await daemon.logged(/newline: \w+ -> UNKNOWN/)
      await daemon.logged(/noise: READY -> UNKNOWN/)
      await daemon.ask('sendRemoteCommEvent', 'type', 'two')
      await untilHeard(daemon, 'die', (all) => all.length === 3)
      await daemon.logged(/DEBG die: ACKNOWLEDGED -> READY/, 4)
      for (const plan of plans) {
        stage.note(`${plan}: events`, heard(stage.scratch, plan).map(textOf))
        stage.note(
          `${plan}: log`,
          lines(daemon, new RegExp(`(WARN|DEBG) (exited: )?${plan}\\b|INFO (?!success:).*'?${plan}\\b`)),
        )
        // RUNNING comes after a second, READY when its interpreter has started.
        stage.note(`${plan}: success`, lines(daemon, new RegExp(`INFO success: ${plan}\\b`)))
        stage.note(`${plan}: state`, (await daemon.info(plan)).statename)
      }
      stage.note('rebuffered', lines(daemon, /rebuffering event/).sort())
    },
    NEEDS,
  ),

  scenario(
    'DIFF-45b',
    'another process of the pool takes over what one of them spoiled',
    async (stage) => {
      stage.scratch.script(
        'choose',
        'exec "$(dirname "$0")/listener.py" "l$1" "$([ $1 = 0 ] && echo badline)"',
      )
      listenerSection(stage.scratch, 'unused', { events: 'EVENT' })
      const daemon = await stage.daemon(`${DEBUG}[eventlistener:pair]
command=%(here)s/choose %(process_num)d
process_name=l%(process_num)d
numprocs=2
events=REMOTE_COMMUNICATION
`)
      for (const name of ['l0', 'l1']) {
        await daemon.logged(new RegExp(`DEBG ${name}: ACKNOWLEDGED -> READY`))
        await daemon.until(`pair:${name}`, 'RUNNING')
      }
      await daemon.ask('sendRemoteCommEvent', 'type', 'one')
      await untilHeard(daemon, 'l1', (all) => all.length === 1)
      await daemon.logged(/l1: event was processed/)
      for (const name of ['l0', 'l1']) stage.note(name, heard(stage.scratch, name).map(textOf))
      stage.note('sent', lines(daemon, /sent to listener/))
    },
    NEEDS,
  ),

  scenario(
    'DIFF-46',
    'a full buffer loses its oldest event, and a rejected event the next-oldest',
    async (stage) => {
      const config = listenerSection(stage.scratch, 'slow', {
        events: 'REMOTE_COMMUNICATION',
        plan: 'wait,hold',
        more: 'buffer_size=10',
      })
      const daemon = await stage.daemon(DEBUG + config)
      await daemon.until('slow', 'RUNNING')
      for (let number = 0; number < 15; number++) await daemon.ask('sendRemoteCommEvent', 'n', `${number}`)
      stage.note('dropped', lines(daemon, /overflowed/))
      stage.scratch.write('ready', '')
      await untilHeard(daemon, 'slow', (all) => all.length === 1)
      await daemon.ask('sendRemoteCommEvent', 'n', '15')
      stage.scratch.write('go', '')
      await untilHeard(daemon, 'slow', has('REMOTE_COMMUNICATION type:n\n15'))
      stage.note('dropped in all', lines(daemon, /overflowed/))
      stage.note('rebuffered', lines(daemon, /rebuffering event 5 /))
      stage.note('events', heard(stage.scratch, 'slow').map(textOf))
    },
    NEEDS,
  ),

  scenario(
    'DIFF-03..12 events',
    'listeners hear of every state that a process enters, with its numbers',
    async (stage) => {
      const { scratch } = stage
      scratch.script('job', 'exit 1')
      const listener = listenerSection(scratch, 'states', {
        events: 'PROCESS_STATE',
        more: 'buffer_size=1000',
      })
      const daemon = await stage.daemon(`${listener}
[program:lost]
command=/nonexistent/x
startretries=1
[program:fine]
command=sh -c "sleep 2; exit 3"
exitcodes=0,3
[program:victim]
command=sleep 1000
autorestart=false
[program:failing]
command=sh -c "exit 1"
startsecs=10
startretries=10
[program:again]
command=sh -c "sleep 0.2; exit 1"
startsecs=10
startretries=10
[program:job]
command=%(here)s/job
startsecs=3
startretries=0
`)
      kill((await daemon.until('victim', 'RUNNING')).pid, 'SIGKILL')
      stage.note('failing', await inBackoff(daemon, 'failing', 3, [['startProcess'], ['stopProcess']]))
      await daemon.until('job', 'FATAL')
      scratch.script('job', 'exec sleep 1000')
      await daemon.ask('startProcess', 'job', false)
      await daemon.until('job', 'RUNNING')
      stage.note('again', await inBackoff(daemon, 'again', 4, [['stopProcess'], ['startProcess', false]]))
      await daemon.logged(/exited: again/, 5)
      await daemon.logged(/exited: fine/)
      await daemon.until('lost', 'FATAL')
      stage.note('start of lost', await daemon.call('startProcess', 'lost'))
      const isRetry = (text: string) => text.startsWith('PROCESS_STATE_BACKOFF processname:again')
      const isOver = (all: readonly HeardEvent[]) =>
        all.filter((event) => isRetry(textOf(event))).length >= 5 &&
        has('PROCESS_STATE_EXITED processname:fine')(all)
      const events = (await untilHeard(daemon, 'states', isOver)).map(textOf)
      const of = (name: string) => events.filter((text) => text.includes(` processname:${name} `))
      for (const name of ['lost', 'fine', 'victim', 'failing', 'job']) stage.note(name, of(name))
      // It goes on retrying: what comes after its fifth failure depends on when one looks.
      const fifth = of('again').findIndex(
        (_, index, all) => all.slice(0, index + 1).filter(isRetry).length === 5,
      )
      const again = of('again').slice(0, fifth + 1)
      stage.note('again, until the stop', again.slice(0, -2))
      stage.note('again, started anew', again.slice(-2))
    },
    NEEDS,
  ),
]
