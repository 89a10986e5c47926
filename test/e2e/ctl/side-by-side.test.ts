// Every command of supervisorctl on the real supervisord, next to the original's program: CTL-20 to CTL-41.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { kill } from '../../support/processes.js'
import { skipUnless } from '../../support/systems.js'
import { Twin } from './twin.js'

const LONG = 'l'.repeat(50)

const program = (name: string, more = '', command = 'sleep 1000') =>
  `[program:${name}]\ncommand=${command}\nstartsecs=0\nautorestart=false\n${more}`

const CONFIG = [
  program('up', 'stdout_logfile=%(here)s/up.log\n', 'sh -c "echo one two three; exec sleep 1000"'),
  program('down', 'autostart=false\npriority=7\n'),
  program(LONG),
  '[group:g]\nprograms=one,two\npriority=3',
  program('one'),
  program('two', 'autostart=false\n'),
  program('missing', 'autostart=false\n', '/nowhere/x'),
  program('plain', 'autostart=false\n', '%(here)s/plain'),
  program('dies', 'autostart=false\nstartsecs=1\nstartretries=0\n', 'sh -c "sleep .2; exit 1"'),
  program('ended', '', 'sh -c "exit 3"'),
  program('mute', 'stdout_logfile=NONE\nstderr_logfile=NONE\n'),
].join('\n')

/** One command line each, carried out in this order: some change what the following show. */
const LINES: readonly (readonly [about: string, lines: readonly string[]])[] = [
  [
    'status filters, pads and exits by what it shows (CTL-20)',
    [
      'status',
      'status up',
      'status "up"',
      'status g:*',
      'status g:',
      'status g:one up',
      'status down',
      'status nosuch',
      'status nosuch:*',
      'status g:nosuch down',
      'status nosuch all',
      `status ${LONG}`,
      'status a:b:c',
    ],
  ],
  [
    'start says what came of each name (CTL-21)',
    [
      'start',
      'start up',
      'start down',
      'start g:*',
      'start g:*',
      'start missing',
      'start plain',
      'start nosuch',
      'start nosuch:*',
      'start g:nosuch',
      'start nosuch up missing',
      'start missing nosuch:*',
      'start dies',
    ],
  ],
  [
    'stop says what came of each name (CTL-22)',
    [
      'stop',
      'stop down',
      'stop down',
      'stop nosuch',
      'stop nosuch:*',
      'stop g:nosuch',
      'stop g:two g:two nosuch',
      'stop g:*',
      'stop g:*',
      'stop ended',
    ],
  ],
  [
    'restart stops, then starts (CTL-23)',
    [
      'restart',
      'restart up',
      'restart down',
      'restart g:*',
      'restart nosuch',
      'restart nosuch:*',
      'restart up g:one',
    ],
  ],
  [
    'signal says what came of each name (CTL-24)',
    [
      'signal',
      'signal HUP',
      'signal WINCH up',
      'signal "WINCH up"',
      'signal 28 up',
      'signal SIGWINCH g:*',
      'signal BOGUS up',
      'signal BOGUS g:*',
      'signal WINCH ended',
      'signal WINCH nosuch',
      'signal WINCH nosuch:*',
      'signal WINCH nosuch ended',
    ],
  ],
  [
    'clear knows processes and all, but no groups (CTL-25)',
    [
      'clear',
      'clear up',
      'clear ended',
      'clear mute',
      'clear g:*',
      'clear nosuch',
      'clear nosuch up',
      'clear g:one',
    ],
  ],
  [
    'tail prints the end of a log (CTL-26)',
    [
      'restart up',
      'tail',
      'tail -f',
      'tail up',
      'tail -5 up',
      'tail -5 up stdout',
      'tail -0 up',
      'tail up stderr',
      'tail up STDERR',
      'tail up nochannel',
      'tail -x up',
      'tail - up',
      'tail -5',
      'tail a b c d',
      'tail mute',
      'tail nosuch',
      'tail g:*',
      'tail -f nosuch',
    ],
  ],
  ['maintail prints the end of the main log (CTL-27)', ['maintail -x', 'maintail x', 'maintail a b']],
  [
    'pid prints pids (CTL-28)',
    [
      'pid',
      'pid all',
      'pid up',
      'pid ended',
      'pid nosuch',
      'pid nosuch up',
      'pid up ended',
      'pid g:*',
      'pid up all',
    ],
  ],
  ['fg refuses what it cannot attach to (CTL-29)', ['fg', 'fg a b', 'fg nosuch', 'fg ended', 'fg g:*']],
  ['avail lists what is configured (CTL-30)', ['avail', 'avail x']],
  [
    'reread, add and remove speak of groups (CTL-31..33)',
    [
      'reread',
      'add',
      'add up',
      'add nosuch',
      'add up nosuch',
      'remove',
      'remove up',
      'remove nosuch',
      'remove ended',
      'status ended',
      'avail',
      'reread',
      'add ended',
      'update',
      'update nosuch',
      'update all',
      'update up',
    ],
  ],
  [
    'open wants a url and leaves the exit status alone (CTL-37)',
    ['open', 'open here', 'open https://x', 'open unix:///nowhere/s', 'open http://localhost:1'],
  ],
  [
    'version and the commands without arguments refuse them (CTL-38, CTL-41)',
    ['version', 'version x', 'avail x', 'reload x', 'reread x', 'shutdown x'],
  ],
  [
    'help lists commands and shows forms (CTL-39)',
    [
      'help',
      'help nosuch',
      'help start x',
      'help help',
      'help EOF',
      '?',
      '?stop',
      'help start',
      'help stop',
      'help restart',
      'help signal',
      'help clear',
      'help status',
      'help pid',
      'help avail',
      'help reread',
      'help add',
      'help remove',
      'help update',
      'help version',
      'help quit',
      'help exit',
      'help shutdown',
      'help reload',
      'help open',
      'help fg',
      'help maintail',
    ],
  ],
  [
    'quit, exit and unknown syntax (CTL-08, CTL-40)',
    ['quit', 'exit', 'EOF', 'bogus', 'bogus x', '!ls', '*', 'status-x', 'STATUS'],
  ],
]

describe('beside the original supervisorctl', { skip: skipUnless('supervisor') }, () => {
  let twin: Twin

  before(async () => {
    twin = await Twin.start({
      config: () => CONFIG,
      prepare: (scratch) => scratch.write('plain', 'x', 0o644),
    })
    await twin.each(({ daemon }) => daemon.until('ended', 'EXITED'))
    await twin.each(({ daemon }) => daemon.until('up', 'RUNNING'))
  })
  after(() => twin?.close())

  for (const [about, lines] of LINES) {
    test(about, async () => {
      for (const line of lines)
        await twin.compare(line.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/).map((word) => word.replaceAll('"', '')))
    })
  }

  test('the shell prints prompts and obeys also when stdin is no terminal (CTL-02, CTL-45)', async () => {
    const seen = await twin.compare(
      [],
      'version\n\n  pid nosuch\n?x\nbogus\nhelp\nshutdown\nno\nreload\n\nstop down down',
    )
    assert.equal(seen.code, 0)
    await twin.compare(['-i', 'shutdown'], 'n\n')
    await twin.compare(['-i', 'reload'], '')
  })

  test('stop all and start all tell every process (CTL-22)', async () => {
    for (const line of [
      'signal WINCH all',
      'stop all',
      'start g:one',
      'stop g:one all',
      'status all',
      'clear all',
    ]) {
      await twin.compare(line.split(' '))
    }
  })

  test('a daemon that is shutting down answers with the same words and exit statuses (CTL-09, CTL-36)', async () => {
    const stubborn = `sh -c "trap '' TERM; while :; do sleep .1; done"`
    const pids: number[] = []
    await twin.each(async ({ daemon }) => {
      const more = program('slow', 'stopwaitsecs=600\n', stubborn)
      daemon.scratch.write('c.conf', `${daemon.scratch.read('c.conf')}\n${more}`)
      await daemon.ask('reloadConfig')
      await daemon.ask('addProcessGroup', 'slow')
      pids.push((await daemon.until('slow', 'RUNNING')).pid)
    })
    await twin.compare(['shutdown'])
    for (const line of WHILE_LEAVING) await twin.compare(line.split(' '))
    for (const pid of pids) kill(pid, 'SIGKILL')
    await twin.each(({ daemon }) => daemon.exit())
    for (const line of ['shutdown', 'status', 'pid', 'update']) await twin.compare(line.split(' '))
  })
})

const WHILE_LEAVING = [
  'shutdown',
  'status',
  'start up',
  'stop all',
  'avail',
  'reread',
  'add up',
  'remove up',
  'update',
  'reload',
  'pid',
  'tail up',
  'clear all',
]
