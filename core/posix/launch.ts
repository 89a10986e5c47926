// Starting a child by Supervisor's order: user, directory, umask, exec (LIFE-41). What fails on the way becomes a
// real child that says so and exits 127, because that is what operators and their tools know.

import { closeSync } from 'node:fs'
import { resolve } from 'node:path'
import { createUserChanger, type UserChanger, type Wrapped, wrapInNode } from './change-user.js'
import { createActAs, type Identity, resolveIdentity } from './credentials.js'
import type { Libc } from './libc.js'
import type { Accounts, ErrnoName, SpawnRequest, SpawnResult } from './port.js'
import { createPreflight } from './preflight.js'
import { createSpawner, type Program } from './spawn.js'

export interface Launcher {
  spawn(request: SpawnRequest): SpawnResult
  setChildSoftNofile(limit: number): void
}

export function createLauncher(libc: Libc, accounts: Accounts): Launcher {
  const spawner = createSpawner(libc)
  const preflight = createPreflight(libc)
  const actAs = createActAs(libc)
  // Looks for tools on the disk, so only where a `user=` asks for it.
  let userChanger: UserChanger | undefined
  let softNofile: number | undefined

  /** Runs the program, or a wrapper around it, with the request's descriptors. */
  const start = (request: SpawnRequest, program: Wrapped, directoryFd?: number, umask?: number) => {
    const whole: Program = { ...program, descriptors: request.stdio, directoryFd, umask }
    const result = spawner.start(whole)
    return typeof result === 'number' ? { pid: result } : result
  }

  const fail = (request: SpawnRequest, text: string): SpawnResult =>
    start(request, { file: '/bin/sh', argv: ['sh', '-c', FAILURE_SCRIPT, 'sh', text], environment: [] })

  const failExec = (request: SpawnRequest, errno: ErrnoName): SpawnResult =>
    NO_CHILD_AT_ALL.has(errno)
      ? { errno }
      : fail(request, `couldn't exec ${request.argv[0] ?? request.file}: ${errno}`)

  const failDirectory = (request: SpawnRequest, errno: ErrnoName): SpawnResult =>
    NO_CHILD_AT_ALL.has(errno) ? { errno } : fail(request, `couldn't chdir to ${request.directory}: ${errno}`)

  const spawnAsSelf = (request: SpawnRequest, environment: readonly string[]): SpawnResult => {
    const directory = request.directory === undefined ? undefined : preflight.openDirectory(request.directory)
    if (typeof directory === 'object') return failDirectory(request, directory.errno)
    const program = { file: request.file, argv: request.argv, environment }
    try {
      const result = start(request, program, directory, request.umask)
      return 'pid' in result ? result : failExec(request, result.errno)
    } finally {
      if (directory !== undefined) closeSync(directory)
    }
  }

  /** What can be known before the spawn, looked at as the user. The descriptor is to be closed. */
  const lookAround = (request: SpawnRequest, identity: Identity, environment: readonly string[]) => {
    userChanger ??= createUserChanger()
    const { directory: path, umask, argv } = request
    const directory = path === undefined ? undefined : preflight.openDirectory(path)
    const file = resolve(path ?? '.', request.file)
    const check = preflight.checkExecutable(file)
    const isExecutable = (candidate: string) => preflight.checkExecutable(candidate).ok
    const change = { identity, file, argv, environment, directory: path, umask, softNofile, isExecutable }
    const tool = check.ok && check.recognised ? userChanger(change) : undefined
    return { directory, check, tool, byNode: () => wrapInNode(change) }
  }

  const spawnAsUser = (
    request: SpawnRequest,
    identity: Identity,
    environment: readonly string[],
  ): SpawnResult => {
    if (actAs === undefined) {
      return start(request, lookAround(request, identity, environment).byNode())
    }
    const seen = actAs(identity, () => lookAround(request, identity, environment))
    if ('why' in seen) return fail(request, `couldn't setuid to ${identity.uid}: ${seen.why}`)
    const { directory, check, tool, byNode } = seen.value
    try {
      if (typeof directory === 'object') return failDirectory(request, directory.errno)
      if (!check.ok) return failExec(request, check.errno)
      if (tool !== undefined) {
        const result = start(request, tool, directory, request.umask)
        if ('pid' in result || NO_CHILD_AT_ALL.has(result.errno)) return result
        // Root may be refused where the user is not (FUSE, NFS): then the user's own chdir decides.
      }
      const result = start(request, byNode())
      return 'pid' in result ? result : failExec(request, result.errno)
    } finally {
      if (typeof directory === 'number') closeSync(directory)
    }
  }

  return {
    setChildSoftNofile(limit) {
      softNofile = limit
      spawner.setChildSoftNofile(limit)
    },
    spawn(request) {
      const environment = listVariables(request.environment)
      if (request.user === undefined) return spawnAsSelf(request, environment)
      const resolved = resolveIdentity(accounts, request.user.uid)
      if ('why' in resolved) {
        return fail(request, `couldn't setuid to ${request.user.uid}: ${resolved.why}`)
      }
      if (resolved.identity === null) return spawnAsSelf(request, environment)
      return spawnAsUser(request, resolved.identity, environment)
    },
  }
}

/** A plain loop: pairs of all variables would be a tenth of what a spawn allocates. */
function listVariables(environment: SpawnRequest['environment']): readonly string[] {
  const list: string[] = []
  for (const name of Object.keys(environment)) list.push(`${name}=${environment[name]}`)
  return list
}

const FAILURE_SCRIPT =
  'printf "supervisor: %s\\nsupervisor: child process was not spawned\\n" "$1" >&2; exit 127'

/** Out of processes, memory or descriptors, or words that cannot be passed: fork itself failed in Supervisor's terms. */
const NO_CHILD_AT_ALL: ReadonlySet<ErrnoName> = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'EINVAL'])
