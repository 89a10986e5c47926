// What becomes of a child's output: DIFF-47, and `tail -f` of DIFF-36 and DIFF-38.

import { spawn } from 'node:child_process'
import type { Daemon } from '../../support/daemon.js'
import { listenerSection, untilHeard } from '../../support/listener.js'
import { executable } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { ctl, type Stage, scenario } from '../stage.js'

/** All bytes that `supervisorctl tail -f` has shown. It ends with the stage, by its mark. */
function follow(stage: Stage, name: string): () => string {
  const args = ['-c', stage.scratch.at('c.conf'), 'tail', '-f', name]
  const child = spawn(executable(stage.kind, 'supervisorctl'), args, {
    env: { ...process.env, ...stage.scratch.mark },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let shown = ''
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    shown += text
  })
  return () => shown
}

async function untilShown(shown: () => string, text: string): Promise<void> {
  await waitFor(() => shown().includes(text), { what: `tail -f to show ${text}`, instead: shown })
}

/** Sends a text to a `cat` and waits until it is in one of these files. */
async function say(stage: Stage, daemon: Daemon, text: string, file: string): Promise<void> {
  await daemon.ask('sendProcessStdin', 'cat', text)
  await waitFor(() => stage.scratch.has(file) && stage.scratch.read(file).includes(text), {
    what: `${text} in ${file}`,
  })
}

export const OUTPUT = [
  scenario(
    'DIFF-47',
    'what stands between the capture tokens becomes an event and stays out of the log',
    async (stage) => {
      stage.scratch.script(
        'talk',
        `printf 'text\\n<!--XSUPERV'; sleep 0.2; printf 'ISOR:BEGIN-->${'0123456789'.repeat(4)}<!--XSUPERV'
sleep 0.2; printf 'ISOR:END-->'; sleep 0.2; printf 'after'`,
      )
      const listener = listenerSection(stage.scratch, 'all', {
        events: 'PROCESS_COMMUNICATION,REMOTE_COMMUNICATION',
      })
      const daemon = await stage.daemon(
        `${listener}[program:talk]\ncommand=%(here)s/talk\nautostart=false\nautorestart=false\nstartsecs=0\nstdout_logfile=%(here)s/talk.out\nstdout_capture_maxbytes=10\nstdout_events_enabled=true`,
      )
      await daemon.until('all', 'RUNNING')
      await daemon.ask('startProcess', 'talk')
      await daemon.until('talk', 'EXITED')
      await daemon.ask('sendRemoteCommEvent', 'end', '')
      const events = await untilHeard(daemon, 'all', (all) =>
        all.some(({ header }) => header.eventname === 'REMOTE_COMMUNICATION'),
      )
      const captured = events.filter(({ header }) => header.eventname !== 'REMOTE_COMMUNICATION')
      stage.note(
        'events',
        captured.map(({ header, payload }) => [header.eventname, payload]),
      )
      stage.note('log', stage.scratch.read('talk.out'))
    },
    ['python3'],
  ),

  scenario('DIFF-36f', 'tail -f goes on after a clear', async (stage) => {
    const daemon = await stage.daemon('[program:cat]\ncommand=cat\nstdout_logfile=%(here)s/cat.out')
    await daemon.until('cat', 'RUNNING')
    await say(stage, daemon, 'before\n', 'cat.out')
    const shown = follow(stage, 'cat')
    await untilShown(shown, 'before\n')
    stage.note('clear all', await ctl(daemon, 'clear', 'all'))
    await say(stage, daemon, 'afterwards\n', 'cat.out')
    await untilShown(shown, 'afterwards\n')
    stage.note('shown', shown())
    stage.note('log', stage.scratch.read('cat.out'))
  }),

  scenario('DIFF-38f', 'tail -f shows the bytes of a log', async (stage) => {
    const daemon = await stage.daemon(
      `[program:bytes]\ncommand=sh -c "printf 'ab\\303\\251\\033[31mred\\000\\001zero\\n'; exec sleep 1000"\nstdout_logfile=%(here)s/bytes.out`,
    )
    await waitFor(() => stage.scratch.read('bytes.out').endsWith('zero\n'), { what: 'the output' })
    await daemon.until('bytes', 'RUNNING')
    const shown = follow(stage, 'bytes')
    await untilShown(shown, 'zero\n')
    stage.note('shown', shown())
  }),
]
