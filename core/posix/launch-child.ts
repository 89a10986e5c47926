// A program of its own: becomes another user, then the program that is to run, in the order of LIFE-41.
// Words: a JSON plan, the environment (NAME=value each), argv. A failure gives Supervisor's text and exit 127.

import { writeSync } from 'node:fs'
import { constants } from 'node:os'
import type { Identity } from './credentials.js'
import { type Libc, loadLibc } from './libc.js'
import { becomeUser } from './privileges.js'
import { writeSoftNofile } from './rlimits.js'

export interface LaunchPlan {
  readonly identity: Identity
  readonly file: string
  readonly directory?: string
  readonly umask?: number
  readonly softNofile?: number
  /** How many of the words are environment. */
  readonly variables: number
}

function launch(libc: Libc, plan: LaunchPlan, words: readonly string[]): string {
  const { identity, file, directory, umask, softNofile, variables } = plan
  const why = becomeUser(identity)
  if (why !== undefined) return `couldn't setuid to ${identity.uid}: ${why}`
  try {
    if (directory !== undefined) process.chdir(directory)
  } catch (error) {
    return `couldn't chdir to ${directory}: ${(error as NodeJS.ErrnoException).code}`
  }
  if (umask !== undefined) process.umask(umask)
  if (softNofile !== undefined) writeSoftNofile(libc, softNofile)
  // An ignored signal stays ignored across exec, and these two are ignored by Node.
  libc.resetSignal(constants.signals.SIGPIPE)
  libc.resetSignal(SIGXFSZ)
  // Node marks its standard streams close-on-exec.
  for (const fd of [0, 1, 2]) libc.fcntl(fd, libc.platform.setDescriptorFlags, 0)
  const argv = words.slice(variables)
  libc.execve(file, [...argv, null], [...words.slice(0, variables), null])
  return `couldn't exec ${argv[0]}: ${libc.errno()}`
}

const SIGXFSZ = 25

const [plan = '{}', ...words] = process.argv.slice(2)
const failure = launch(loadLibc(), JSON.parse(plan) as LaunchPlan, words)
writeSync(2, `supervisor: ${failure}\nsupervisor: child process was not spawned\n`)
process.exitCode = 127
