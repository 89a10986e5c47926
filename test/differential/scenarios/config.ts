// Reading the configuration: DIFF-17 to DIFF-21.

import { Daemon } from '../../support/daemon.js'
import type { Value } from '../../support/xmlrpc.js'
import { ENVIRONMENT_TEXTS } from '../config/facts/environment.js'
import { lines, pick, type Stage, scenario } from '../stage.js'

/** Every error is told with two lines and exit code 2. */
async function noteRefusal(stage: Stage, what: string, ...how: Parameters<Stage['refused']>): Promise<void> {
  stage.note(what, await stage.refused(...how))
}

export const CONFIG = [
  scenario('DIFF-17', 'percent signs are expanded, doubled ones become one', async (stage) => {
    const daemon = await stage.daemon(`[program:fifty]
command=echo 50%%
startsecs=0
stdout_logfile=%(here)s/fifty.out
[program:four]
command=echo four
startsecs=0
stdout_logfile=%(here)s/logs/a%%%%b`)
    await daemon.until('fifty', 'EXITED')
    await daemon.until('four', 'EXITED')
    stage.note('command', stage.scratch.read('fifty.out'))
    stage.note(
      'log file',
      stage.scratch.names('logs').filter((name) => name.startsWith('a')),
    )
    const program = '[program:x]\ncommand=sleep 1000\n'
    await noteRefusal(stage, 'log file with two', `${program}stdout_logfile=%(here)s/a%%b`)
    await noteRefusal(stage, 'password', '[unix_http_server]\nusername=u\npassword=a%b')
    await noteRefusal(stage, 'startsecs', `${program}startsecs=%(process_num)d`)
  }),

  scenario('DIFF-18', 'the dialect of the file is read alike', async (stage) => {
    const program = (name: string, command: string) => `[program:${name}]\nautostart=false\n${command}\n`
    const daemon = await stage.daemon(
      program('semicolon', 'command=sh -c "a ; b"') +
        program('hash', "command=sh -c 'a # b'") +
        program('tight', 'command=sh -c a;b#c') +
        program('long', 'command=one\n  two\n\n; a comment\n  # another\n   three\n') +
        program('colon', 'CoMmAnD : v = w') +
        program('twice', 'command=first\ncommand=second') +
        program('again', 'command=first\nstartsecs=3') +
        program('own', 'command=x\npriority=8') +
        program('again', 'command=second'),
    )
    const configs = (await daemon.ask('getAllConfigInfo')) as readonly Value[]
    stage.note(
      'programs',
      configs.map((one) => pick(one, 'name', 'command', 'process_prio', 'group_prio', 'startsecs')),
    )
    // Without an interface section, because [DEFAULT] would leak into its factory's arguments (CFG-FMT-20).
    const inherited = await stage.attempt(
      '[DEFAULT]\nstartsecs=0\n[supervisord]\n[program:a]\ncommand=sleep 1000',
      {
        bare: true,
      },
    )
    const success = inherited instanceof Daemon ? await inherited.logged(/success: a/) : inherited
    stage.note('inherited from DEFAULT', success)
    const base = '[supervisord]\nlogfile=%(here)s/main.log\npidfile=%(here)s/main.pid\n'
    await noteRefusal(stage, 'byte order mark', `\ufeff${base}`, { bare: true })
    await noteRefusal(stage, 'CRLF', `${base}[program:a]\ncommand=sleep 1000\n`.replaceAll('\n', '\r\n'), {
      bare: true,
    })
    await noteRefusal(stage, 'no section header', `a=1\n${base}`, { bare: true })
    await noteRefusal(
      stage,
      'lines without a delimiter',
      `${base}[program:a]\nword\ncommand=x\nmore words\n`,
      { bare: true },
    )
  }),

  scenario('DIFF-19', 'environment strings are taken apart alike', async (stage) => {
    for (const text of ENVIRONMENT_TEXTS) {
      const config = `[program:e]\ncommand=%(here)s/dump\nstartsecs=0\nenvironment=${text}\nstdout_logfile=%(here)s/out`
      const result = await stage.attempt(config, {
        prepare: (scratch) => scratch.script('dump', "env | grep -E '^[AB]=' | sort"),
      })
      if (result instanceof Daemon) {
        await result.until('e', 'EXITED')
        stage.note(text, lines(result.scratch.read('out')))
        result.signal('SIGKILL')
      } else stage.note(text, result)
    }
  }),

  scenario('DIFF-20', 'included files come in order, override, and have their own here', async (stage) => {
    stage.scratch.folder('conf.d')
    stage.scratch.write('conf.d/02.conf', '[program:main]\ncommand=sleep 2002\n')
    stage.scratch.write(
      'conf.d/01.conf',
      '[program:inner]\ncommand=%(here)s/x\nautostart=false\n[include]\nfiles=deeper/*.conf\n',
    )
    stage.scratch.folder('conf.d/deeper')
    stage.scratch.write('conf.d/deeper/03.conf', '[program:deep]\ncommand=sleep 1000\n')
    const daemon = await stage.daemon(
      '[program:main]\ncommand=sleep 1000\n[include]\nfiles=conf.d/*.conf missing/*.conf',
    )
    stage.note('log', daemon.matching(/includ/i))
    const configs = (await daemon.ask('getAllConfigInfo')) as readonly Value[]
    stage.note(
      'programs',
      configs.map((one) => pick(one, 'name', 'command')),
    )
    await noteRefusal(stage, 'an error in an included file', '[include]\nfiles=02.conf', {
      prepare: (scratch) => scratch.write('02.conf', '[program:x]\ncommand=x\nstartsecs=soon\n'),
    })
  }),

  scenario(
    'DIFF-21',
    'each error of a configuration or command line has its text, and exit code 2',
    async (stage) => {
      const cases: readonly (readonly [string, string])[] = [
        ['bad loglevel', '[supervisord]\nloglevel=loud'],
        ['no command', '[program:x]\nautostart=false'],
        ['no process_num', '[program:x]\ncommand=x\nnumprocs=2'],
        ['unknown user', '[program:x]\ncommand=x\nuser=nosuchuser'],
        ['unknown member', '[group:g]\nprograms=nosuch'],
        ['listener without events', '[eventlistener:x]\ncommand=x'],
        ['unknown event', '[eventlistener:x]\ncommand=x\nevents=PROCES_STATE'],
        ['bad buffer size', '[eventlistener:x]\ncommand=x\nevents=EVENT\nbuffer_size=0'],
        ['listener with redirect_stderr', '[eventlistener:x]\ncommand=x\nevents=EVENT\nredirect_stderr=true'],
        ['half of the credentials', '[unix_http_server]\nusername=u'],
        ['bad boolean', '[program:x]\ncommand=x\nautostart=perhaps'],
        ['bad exit codes', '[program:x]\ncommand=x\nexitcodes=0,300'],
        ['bad signal', '[program:x]\ncommand=x\nstopsignal=NOPE'],
        ['bad octal', '[program:x]\ncommand=x\numask=9'],
        ['groups of kill and stop', '[program:x]\ncommand=x\nstopasgroup=true\nkillasgroup=false'],
        ['bad name', '[program:a b]\ncommand=x'],
      ]
      for (const [what, config] of cases) await noteRefusal(stage, what, config)
      await noteRefusal(stage, 'unknown option', '', { args: ['--x'] })
      await noteRefusal(stage, 'option twice', '', { args: ['-c', 'a'] })
      await noteRefusal(stage, 'positional', '', { args: ['word'] })
      await noteRefusal(stage, 'bad value', '', { args: ['-y', 'abc'] })
    },
  ),
]
