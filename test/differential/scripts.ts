// Programs that say how far they are, and leave when they are let go: RUNNING only says that time has passed.

import { renameSync } from 'node:fs'
import type { Daemon, ProcessInfo } from '../support/daemon.js'
import type { Scratch } from '../support/scratch.js'
import { waitFor } from '../support/wait.js'
import type { Outcome, Value } from '../support/xmlrpc.js'
import { lines } from './stage.js'

/** A line of a script: what stands before it is done, such as a trap. */
export const READY = 'echo $$ >"$(dirname "$0")/$SUPERVISOR_PROCESS_NAME.ready"'

/** Waits until a process that has the line READY is RUNNING and has come to it. */
export async function untilReady(daemon: Daemon, name: string): Promise<ProcessInfo> {
  const info = await daemon.until(name, 'RUNNING')
  await waitFor(() => daemon.scratch.read(`${info.name}.ready`) === `${info.pid}\n`, {
    what: `${name} to be ready`,
  })
  return info
}

/** Ends after `wait`, a command of the shell, when it is told to stop. */
export function reluctant(wait: string): string {
  return `trap '${wait}; kill $!; exit 0' TERM\nsleep 1000 &\n${READY}\nwait`
}

/** Ends when it is let go, after it was told to stop. */
export const RELUCTANT = reluctant('until [ -e "$0.go" ]; do sleep 0.05; done')

/** Lets go what asks for its file. It is there all at once, because who asks may take it away. */
export function letGo(scratch: Scratch, script: string): void {
  renameSync(scratch.write(`${script}.go.new`, ''), scratch.at(`${script}.go`))
}

/** The lines of a file before the line `end`, once that is written. */
export function wholeOutput(scratch: Scratch, name: string): Promise<string[]> {
  const whole = () => {
    const all = lines(scratch.read(name))
    return all.at(-1) === 'end' && all.slice(0, -1)
  }
  return waitFor(whole, { what: `the end of ${name}` })
}

/**
 * Calls methods for a process in one request, because it must come in before the next retry: in the BACKOFF after its
 * `failures`th exit, which is that many seconds long.
 */
export async function inBackoff(
  daemon: Daemon,
  name: string,
  failures: number,
  calls: readonly (readonly [method: string, ...more: Value[]])[],
): Promise<Outcome> {
  await daemon.logged(new RegExp(`exited: ${name} `), failures)
  await daemon.until(name, 'BACKOFF')
  const list = calls.map(([method, ...more]) => ({
    methodName: `supervisor.${method}`,
    params: [name, ...more],
  }))
  return daemon.call('system.multicall', list)
}
