// pidproxy: runs a command, and passes its own signals on to the process that a pidfile names (CLI-AUX-02).

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readLaunchFacts } from './launch-facts.js'

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT'] as const
/** After passing one of these on the proxy has nothing left to do. */
const ENDING: readonly string[] = ['SIGTERM', 'SIGINT', 'SIGQUIT']

/** Node has raised the limit for itself; a shell can lower it again. */
const LOWER_AND_EXEC = 'ulimit -Sn "$1"; shift; exec "$@"'

const [, program = 'pidproxy', pidfile, command, ...words] = process.argv

if (pidfile === undefined || command === undefined) {
  process.stdout.write(`Usage: ${program} <pidfile name> <command> [<cmdarg1> ...]

Runs the command and sends each signal that it gets to the process whose pid is in the file, for commands
that leave the work to a process of their own and write its pid there.
`)
  process.exit(1)
}

const proxied = pidfile
for (const signal of FORWARDED) process.on(signal, () => forward(signal))
run(command)

/** Ends with 0 when the command does, whatever its status: the proxied process may run on. */
function run(file: string): void {
  const { environment, softNofile } = readLaunchFacts(process.env)
  // There is no search in PATH.
  const child = spawn(
    '/bin/sh',
    ['-c', LOWER_AND_EXEC, 'pidproxy', String(softNofile ?? 1024), resolve(file), ...words],
    { env: { ...environment }, stdio: 'inherit' },
  )
  child.on('error', ({ message }) => {
    process.stdout.write(`Can't run ${file}: ${message}\n`)
    process.exit(0)
  })
  child.on('exit', () => process.exit(0))
}

function forward(signal: (typeof FORWARDED)[number]): void {
  const pid = readPid()
  if (pid === undefined) {
    process.stdout.write(`Can't read child pidfile ${proxied}!\n`)
    return
  }
  try {
    process.kill(pid, signal)
  } catch (error) {
    process.stdout.write(
      `Can't send ${signal} to pid ${pid}: ${error instanceof Error ? error.message : error}\n`,
    )
  }
  if (ENDING.includes(signal)) process.exit(0)
}

function readPid(): number | undefined {
  try {
    const text = readFileSync(proxied, 'utf8').trim()
    return /^[1-9]\d*$/.test(text) ? Number(text) : undefined
  } catch {
    // Not there yet, or not readable: either way there is nobody to tell.
    return undefined
  }
}
