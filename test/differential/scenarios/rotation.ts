// Logs that rotate: DIFF-48.

import { renameSync } from 'node:fs'
import type { Daemon } from '../../support/daemon.js'
import { waitFor } from '../../support/wait.js'
import { type Stage, scenario } from '../stage.js'

const LIMIT = 200
const lineOf = (number: number) => `${String(number).padStart(40, '.')}\n`

/** Has a program say one line after the other, each when the one before is in its log, so that no read has two. */
async function say(stage: Stage, daemon: Daemon, name: string, count: number): Promise<void> {
  let log = ''
  for (let number = 1; number <= count; number++) {
    await daemon.ask('sendProcessStdin', name, `${lineOf(number)}`)
    log += lineOf(number)
    if (log.length >= LIMIT) log = ''
    await waitFor(() => stage.scratch.has(`${name}.out`) && stage.scratch.read(`${name}.out`) === log, {
      what: `line ${number} of ${name}`,
      everyMs: 10,
    })
  }
}

export const ROTATION = [
  scenario('DIFF-48', 'logs rotate by their size, and follow a rename at SIGUSR2', async (stage) => {
    const program = (name: string, more: string) =>
      `[program:${name}]\ncommand=cat\nstdout_logfile=%(here)s/${name}.out\n${more}\n`
    const daemon = await stage.daemon(
      program('two', `stdout_logfile_maxbytes=${LIMIT}\nstdout_logfile_backups=2`) +
        program('none', `stdout_logfile_maxbytes=${LIMIT}\nstdout_logfile_backups=0`) +
        program('moved', 'stdout_logfile_maxbytes=0'),
    )
    for (const name of ['two', 'none', 'moved']) await daemon.until(name, 'RUNNING')
    await say(stage, daemon, 'two', 17)
    await say(stage, daemon, 'none', 7)
    await say(stage, daemon, 'moved', 2)
    const { scratch } = stage
    renameSync(scratch.at('moved.out'), scratch.at('moved.out.old'))
    await daemon.ask('sendProcessStdin', 'moved', 'after the rename\n')
    await waitFor(() => scratch.read('moved.out.old').endsWith('rename\n'), { what: 'the moved log' })
    daemon.signal('SIGUSR2')
    await daemon.logged(/logreopen/)
    await daemon.ask('sendProcessStdin', 'moved', 'after the signal\n')
    await waitFor(() => scratch.has('moved.out') && scratch.read('moved.out') !== '', { what: 'the new log' })
    for (const file of scratch.names().filter((one) => one.includes('.out'))) {
      stage.note(file, scratch.read(file))
    }
  }),
]
