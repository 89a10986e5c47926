// A program of its own: becomes another user, then the program that is to run, in the order of LIFE-41.
// Words: a JSON plan, argv; the program's variables (NAME=value each) are the values of ours. A failure gives Supervisor's text and exit 127.

import { writeSync } from 'node:fs'
import { constants } from 'node:os'
import { CARRIER } from './change-user.js'
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
  /** How many variables the program gets. */
  readonly variables: number
}

function launch(libc: Libc, plan: LaunchPlan, argv: readonly string[]): string {
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
  const environment = Array.from({ length: variables }, (_, index) => process.env[`${CARRIER}${index}`] ?? '')
  libc.execve(file, [...argv, null], [...environment, null])
  return `couldn't exec ${argv[0]}: ${libc.errno()}`
}

const SIGXFSZ = 25

const [plan = '{}', ...argv] = process.argv.slice(2)
const failure = launch(loadLibc(), JSON.parse(plan) as LaunchPlan, argv)
writeSync(2, `supervisor: ${failure}\nsupervisor: child process was not spawned\n`)
process.exitCode = 127
