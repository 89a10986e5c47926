// How a child becomes another user: a small program that drops and then executes the real one in its place.

import { accessSync, constants, realpathSync } from 'node:fs'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { packageRoot } from '../modules/package-root.js'
import type { Identity } from './credentials.js'

export interface ChangeUserRequest {
  readonly identity: Identity
  readonly file: string
  readonly argv: readonly string[]
  readonly environment: readonly string[]
  readonly directory: string | undefined
  readonly umask: number | undefined
  readonly softNofile: number | undefined
  /** Whether a file is one that execve starts, seen as the user. */
  isExecutable(file: string): boolean
}

/** A program that runs as root first: its own environment is never one that the user could have chosen. */
export interface Wrapped {
  readonly file: string
  readonly argv: readonly string[]
  readonly environment: readonly string[]
}

/**
 * The request as words of setpriv or chroot, which cost a millisecond. Undefined where they cannot express it
 * exactly, or do not exist.
 */
export type UserChanger = (request: ChangeUserRequest) => Wrapped | undefined

export function createUserChanger(tool: InstalledTool | undefined = findTool()): UserChanger {
  const env = findProgram(['/usr/bin/env', '/bin/env'])
  return (request) => {
    if (tool === undefined || !searchFinds(request)) return undefined
    const { file, words } = tool
    const { argv, environment } = request
    const prefix = words(request.identity)
    const steering = environment.filter(steersLoader)
    if (steering.length === 0) return { file, argv: [...prefix, ...argv], environment }
    // `env` takes every word with a = for a variable.
    if (env === undefined || argv[0]?.includes('=')) return undefined
    // Everybody may read the words of a command, and audit logs keep them: passwords stay in the environment.
    const others = environment.filter((entry) => !steersLoader(entry))
    return { file, argv: [...prefix, env, '--', ...steering, ...argv], environment: others }
  }
}

interface Tool {
  readonly candidates: readonly string[]
  /** argv up to the program. */
  words(identity: Identity): readonly string[]
}

export interface InstalledTool extends Tool {
  readonly file: string
}

/** In the order of preference: chroot is as good, but needs one more capability. */
export const TOOLS: Readonly<Record<'setpriv' | 'chroot', Tool>> = {
  setpriv: {
    candidates: ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv'],
    words: ({ uid, gid, groups }) => [
      'setpriv',
      `--reuid=${uid}`,
      `--regid=${gid}`,
      `--groups=${groups.join(',')}`,
      '--',
    ],
  },
  chroot: {
    candidates: ['/usr/sbin/chroot', '/usr/bin/chroot', '/sbin/chroot', '/bin/chroot'],
    // The plus keeps it from looking for a user whose name is a number.
    words: ({ uid, gid, groups }) => [
      'chroot',
      `--userspec=+${uid}:+${gid}`,
      `--groups=${groups.map((group) => `+${group}`).join(',')}`,
      '--skip-chdir',
      '/',
    ],
  },
}

export function findTool(tools: readonly Tool[] = Object.values(TOOLS)): InstalledTool | undefined {
  for (const tool of tools) {
    const file = findProgram(tool.candidates)
    if (file !== undefined) return { ...tool, file }
  }
  return undefined
}

/** Busybox and toybox have programs of these names that know other options. */
function findProgram(candidates: readonly string[]): string | undefined {
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return !/^(busybox|toybox)/.test(basename(realpathSync(file)))
    } catch {
      return false
    }
  })
}

/** The tools search PATH for argv[0] instead of taking a file: would they find the same one? */
function searchFinds({ file, argv, environment, directory, isExecutable }: ChangeUserRequest): boolean {
  const word = argv[0]
  if (word === undefined || word === '') return false
  const here = directory ?? process.cwd()
  if (word.includes('/')) return resolve(here, word) === resolve(here, file)
  const path = environment.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length)
  if (path === undefined) return false
  const candidates = path.split(':').map((folder) => resolve(here, folder, word))
  return candidates.find(isExecutable) === resolve(here, file)
}

/** Variables by which the C library lets a user steer a program; it ignores them in setuid programs. */
const STEERS_LOADER =
  /^(LD_|GLIBC_|MALLOC_|ASAN_|LSAN_)|^(GCONV_PATH|GETCONF_DIR|HOSTALIASES|LOCALDOMAIN|LOCPATH|NIS_PATH|NLSPATH|RESOLV_HOST_CONF|RES_OPTIONS|TMPDIR|TZDIR)=/

function steersLoader(entry: string): boolean {
  return STEERS_LOADER.test(entry)
}

/**
 * Each variable of the program is the value of one with this name and a number: so it steers nothing before the program
 * has it, and nobody else can read it, as everybody can read the words of a command.
 */
export const CARRIER = 'REEVE_VARIABLE_'

/** By a Node of our own, which changes into the directory itself: 50 ms, exact in every case. */
export function wrapInNode(request: ChangeUserRequest): Wrapped {
  const { identity, file, argv, environment, directory, umask, softNofile } = request
  const plan = { identity, file, directory, umask, softNofile, variables: environment.length }
  const script = join(packageRoot(), 'dist', 'core', 'posix', 'launch-child.js')
  const relative = directory !== undefined && !isAbsolute(file)
  return {
    file: process.execPath,
    argv: [
      'supervisord-launch',
      script,
      JSON.stringify(relative ? { ...plan, file: resolve(directory, file) } : plan),
      ...argv,
    ],
    environment: environment.map((entry, index) => `${CARRIER}${index}=${entry}`),
  }
}
