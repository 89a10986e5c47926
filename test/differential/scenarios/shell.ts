// supervisorctl with an operator at it: fg, open, -i and the shell. Ids of section 7 of the specification.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Daemon } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { run } from '../../support/run.js'
import { executable } from '../../support/systems.js'
import { within } from '../../support/wait.js'
import { ctl, lines, type Stage, scenario } from '../stage.js'

const PROGRAMS = `[program:cat]
command=cat
startsecs=0
stdout_logfile=%(here)s/cat.log
[program:down]
command=cat
autostart=false
`

async function start(stage: Stage, more = ''): Promise<Daemon> {
  const daemon = await stage.daemon(PROGRAMS + more)
  await daemon.until('cat', 'RUNNING')
  return daemon
}

/** Runs supervisorctl with what the operator will type, and gives what is on the screen afterwards. */
async function typed(
  stage: Stage,
  args: readonly string[],
  input: string,
): Promise<{ code: number | null; output: string[] }> {
  const config = stage.scratch.at('c.conf')
  const result = await run(executable(stage.kind, 'supervisorctl'), ['-c', config, ...args], {
    input,
    directory: stage.scratch.path,
    environment: stage.scratch.mark,
  })
  return { code: result.code, output: lines(result.stdout) }
}

function spawnControl(stage: Stage, ...args: readonly string[]) {
  const child = spawn(executable(stage.kind, 'supervisorctl'), ['-c', stage.scratch.at('c.conf'), ...args], {
    cwd: stage.scratch.path,
    env: { ...process.env, ...stage.scratch.mark },
  })
  const closed = once(child, 'close') as Promise<[number | null, string | null]>
  return {
    child,
    shown: new Lines(child.stdout),
    end: () => within(closed, { what: 'supervisorctl to end' }),
  }
}

export const SHELL = [
  scenario('CTL-29', 'fg refuses what it cannot attach to', async (stage) => {
    const daemon = await start(stage)
    for (const line of ['fg', 'fg nosuch', 'fg down', 'fg cat down']) {
      const { code, output } = await ctl(daemon, ...line.split(' '))
      // Below it stands the help, in the words of each.
      stage.note(line, { code, error: output[0] })
    }
  }),

  scenario(
    'CTL-29i',
    'fg shows the output of a process, passes lines on, and leaves at Ctrl-C',
    async (stage) => {
      await start(stage)
      const { child, shown, end } = spawnControl(stage, 'fg', 'cat')
      await shown.waitFor(/^==> Press Ctrl-C to exit <==$/)
      child.stdin.write('hello\n')
      await shown.waitFor(/^hello$/)
      child.stdin.write('twice\n')
      await shown.waitFor(/^twice$/)
      child.kill('SIGINT')
      await shown.waitFor(/Exiting foreground$/)
      // The original waits for more output of the process before it ends.
      child.kill('SIGKILL')
      await end()
      // The original ends its last line in different ways, depending on where the signal found it.
      stage.note(
        'shown',
        shown.all.filter((line) => line !== ''),
      )
      stage.note('log', stage.scratch.read('cat.log'))
    },
  ),

  scenario('CTL-31', 'open goes over to another server, and refuses what is no address', async (stage) => {
    const daemon = await start(stage)
    const other = stage.scratch.at('s.sock')
    for (const line of ['open', 'open nonsense', 'open ftp://host']) {
      stage.note(line, await ctl(daemon, ...line.split(' ')))
    }
    stage.note(
      'in the shell',
      await typed(stage, [], `open unix://${other}\nstatus cat\nopen unix://${other}.none\npid\nquit\n`),
    )
  }),

  scenario(
    'CTL-45',
    'the shell shows the status, obeys line by line and leaves at the end of input',
    async (stage) => {
      await start(stage)
      for (const [what, input] of [
        ['nothing typed', ''],
        ['a few commands', 'stop cat\nstatus\nstart cat\n'],
        ['empty and unknown lines', '\n   \nbogus one\nexit\nstatus\n'],
        ['a command that fails, then quit', 'stop nosuch\nquit\n'],
      ] as const) {
        stage.note(what, await typed(stage, [], input))
      }
    },
  ),

  scenario('CTL-11', 'with -i what cannot be undone is asked about, in the shell too', async (stage) => {
    const daemon = await start(stage)
    stage.note('-i alone', await typed(stage, ['-i'], 'status cat\n'))
    stage.note('-i shutdown, no', await typed(stage, ['-i', 'shutdown'], 'n\n'))
    stage.note('-i reload, nothing typed', (await typed(stage, ['-i', 'reload'], '\n')).output)
    stage.note('shell, reload, no', await typed(stage, [], 'reload\nno\nstatus cat\n'))
    stage.note('still the same', (await daemon.info('cat')).statename)
    stage.note('shell, shutdown, yes', await typed(stage, [], 'shutdown\ny\n'))
    stage.note('exit code', await daemon.exit())
  }),

  scenario(
    'CTL-47',
    'Tab completes commands, and the names of processes and groups',
    async (stage) => {
      const daemon = await start(
        stage,
        '[group:g]\nprograms=one,two\n[program:one]\ncommand=cat\nstartsecs=0\n[program:two]\ncommand=cat\nstartsecs=0\n',
      )
      for (const name of ['g:one', 'g:two']) await daemon.until(name, 'RUNNING')
      for (const keys of [
        'sig\tWINCH c\t\r',
        'stop c\t\r',
        'start c\t\r',
        'stop g\to\t\r',
        'stop g:t\t\r',
        'start cat:c\t\r',
        'remove d\t\r',
      ]) {
        stage.note(keys.trim(), await onTerminal(stage, keys))
      }
    },
    ['python3'],
  ),
]

const TERMINAL_CODES = /\x1b\[[\d;?]*[A-Za-z]|\r$/g

// Gives the program a terminal of its own and passes on what goes in and out.
const PTY = 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)'

/** Types keys at the prompt of a shell, and gives the lines below it; how the typed line is drawn is each one's own. */
async function onTerminal(stage: Stage, keys: string): Promise<string[]> {
  const command = [executable(stage.kind, 'supervisorctl'), '-c', stage.scratch.at('c.conf')]
  const child = spawn('/usr/bin/python3', ['-c', PTY, ...command], {
    env: { ...process.env, ...stage.scratch.mark, TERM: 'xterm' },
  })
  let seen = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text
    child.emit('seen')
  })
  const prompts = async (count: number) => {
    while (seen.split('supervisor> ').length <= count) await once(child, 'seen')
  }
  const closed = once(child, 'close')
  await within(prompts(1), { what: 'the prompt', instead: () => seen })
  const before = seen.length
  // One key after another, as a hand would: what comes in one piece counts as pasted.
  for (const key of keys) {
    const length = seen.length
    child.stdin.write(key)
    // A late part of what came before is no answer: a letter is shown as it is.
    const isAnswered = () => {
      const answer = seen.slice(length).replace(TERMINAL_CODES, '')
      return key === '\t' || key === '\r' ? seen.length > length : answer.endsWith(key)
    }
    const answered = async () => {
      while (!isAnswered()) await once(child, 'seen')
    }
    await within(answered(), { what: `an answer to ${JSON.stringify(key)}`, instead: () => seen })
  }
  const wanted = async () => {
    while (!/\r\n[\s\S]*supervisor> $/.test(seen.slice(before).replace(TERMINAL_CODES, '')))
      await once(child, 'seen')
  }
  await within(wanted(), { what: 'the next prompt', instead: () => JSON.stringify(seen.slice(before)) })
  child.stdin.write('\x04')
  await within(closed, { what: 'the end', instead: () => seen })
  const shown = seen.slice(before)
  return lines(shown.slice(shown.indexOf('\r\n') + 2))
    .map((line) => line.replace(TERMINAL_CODES, ''))
    .filter((line) => !line.startsWith('supervisor> ') && line !== '')
}
