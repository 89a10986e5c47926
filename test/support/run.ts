// Runs a command to its end and keeps all that it said.

import { spawn } from 'node:child_process'
import { within } from './wait.js'

export interface RunResult {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly directory?: string
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  readonly user?: { readonly uid: number; readonly gid: number }
  readonly deadlineMs?: number
  /** Called with all of its stdout so far, as it comes. */
  readonly onOutput?: (stdout: string) => void
}

export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const child = spawn(command, args, {
    env: { ...process.env, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    ...options.user,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    options.onOutput?.(stdout)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.on('error', () => {})
  child.stdin.end(options.input ?? '')
  const closed = new Promise<RunResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  try {
    return await within(closed, {
      what: `${command} ${args.join(' ')} to end`,
      instead: () => `it said:\n${stdout}${stderr}`,
      ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    })
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
}
