// One posix_spawn: descriptors, directory, umask, limits and signals of a child, and nothing that needs a decision.

import { closeOnExecFrom } from './inheritance.js'
import type { Libc } from './libc.js'
import type { ErrnoName } from './port.js'
import { readLimit, writeLimit } from './rlimits.js'
import { copySafely } from './safe-descriptor.js'

export interface Program {
  readonly file: string
  readonly argv: readonly string[]
  readonly environment: readonly string[]
  /** Descriptors of this process that become the child's 0, 1, 2 and so on. */
  readonly descriptors: readonly number[]
  /** An open directory to start in. */
  readonly directoryFd?: number | undefined
  readonly umask?: number | undefined
}

export interface Spawner {
  /** The pid, or the errno of fork, of a file action or of exec, which posix_spawn does not tell apart. */
  start(program: Program): number | { readonly errno: ErrnoName }
  /** The soft limit of open files for children; undefined = this process's own. */
  setChildSoftNofile(limit: number | undefined): void
}

/** `session` makes each child the leader of a new session instead of a process group. */
export function createSpawner(libc: Libc, kind: 'group' | 'session' = 'group'): Spawner {
  const attributes = createAttributes(libc, kind)
  const actions = Buffer.alloc(OPAQUE_BYTES)
  const pid = new Int32Array(1)
  let childSoftNofile: number | undefined

  return {
    setChildSoftNofile(limit) {
      childSoftNofile = limit
    },
    start(program) {
      if (hasNul(program)) return { errno: 'EINVAL' }
      const lifted = liftColliding(libc, program.descriptors)
      fillActions(libc, actions, lifted.descriptors, program.directoryFd)
      keepFromChild(libc, actions, lifted.descriptors.length)
      const restoreLimit = lowerSoftNofile(libc, childSoftNofile)
      const restoreUmask = program.umask === undefined ? undefined : libc.umask(program.umask)
      try {
        const { file, argv, environment } = program
        const error = libc.posix_spawn(
          pid,
          file,
          actions,
          attributes,
          [...argv, null],
          [...environment, null],
        )
        return error === 0 ? pid[0]! : { errno: libc.errnoName(error) }
      } finally {
        if (restoreUmask !== undefined) libc.umask(restoreUmask)
        restoreLimit()
        libc.posix_spawn_file_actions_destroy(actions)
        for (const fd of lifted.copies) libc.close(fd)
      }
    },
  }
}

/** Larger than every C library's posix_spawnattr_t and posix_spawn_file_actions_t. */
const OPAQUE_BYTES = 512
const SIGNAL_SET_BYTES = 128

function createAttributes(libc: Libc, kind: 'group' | 'session'): Buffer {
  const { platform } = libc
  const attributes = Buffer.alloc(OPAQUE_BYTES)
  const signals = Buffer.alloc(SIGNAL_SET_BYTES)
  libc.posix_spawnattr_init(attributes)
  libc.posix_spawnattr_setpgroup(attributes, 0)
  libc.sigemptyset(signals)
  libc.posix_spawnattr_setsigmask(attributes, signals)
  // Node ignores SIGPIPE and SIGXFSZ; children start with every signal at its default (EDGE-22). sigfillset would
  // leave out two that glibc keeps for itself, and posix_spawn would start children with those ignored.
  signals.fill(0xff)
  libc.posix_spawnattr_setsigdefault(attributes, signals)
  libc.posix_spawnattr_setflags(
    attributes,
    platform.spawnSetSignalDefaults |
      platform.spawnSetSignalMask |
      (kind === 'group' ? platform.spawnSetGroup : platform.spawnSetSession),
  )
  return attributes
}

function fillActions(
  libc: Libc,
  actions: Buffer,
  descriptors: readonly number[],
  directoryFd: number | undefined,
): void {
  libc.posix_spawn_file_actions_init(actions)
  if (directoryFd !== undefined) libc.posix_spawn_file_actions_addfchdir_np(actions, directoryFd)
  for (const [target, source] of descriptors.entries()) {
    libc.posix_spawn_file_actions_adddup2(actions, source, target)
  }
}

/**
 * All of ours are close-on-exec; this catches what a native module of a plugin opened. It is marked here, for good: the
 * child would close thousands one after the other, while this process waits for its exec. Only what another thread opens
 * between the two calls is missed.
 */
function keepFromChild(libc: Libc, actions: Buffer, first: number): void {
  if (!closeOnExecFrom(libc, first)) libc.posix_spawn_file_actions_addclosefrom_np?.(actions, first)
}

/** A source that is itself a target would be overwritten before its turn (`2>&1 1>&2`), so it is copied away. */
function liftColliding(libc: Libc, descriptors: readonly number[]) {
  const copies: number[] = []
  const safe = descriptors.map((source, target) => {
    if (source >= descriptors.length || source === target) return source
    const copy = copySafely(libc, source)
    if (typeof copy !== 'number') return source
    copies.push(copy)
    return copy
  })
  return { descriptors: safe, copies }
}

/**
 * Limits are inherited at the fork, so the soft one is lowered around the call. Descriptors above it stay usable;
 * only another thread that opens one in this fifth of a millisecond can be refused.
 */
function lowerSoftNofile(libc: Libc, soft: number | undefined): () => void {
  if (soft === undefined) return () => {}
  const { limitDescriptors } = libc.platform
  const own = readLimit(libc, limitDescriptors)
  const wanted = BigInt(soft) < own.hard ? BigInt(soft) : own.hard
  if (wanted === own.soft) return () => {}
  writeLimit(libc, limitDescriptors, wanted, own.hard)
  return () => writeLimit(libc, limitDescriptors, own.soft, own.hard)
}

/** A NUL ends a C string: without this check the child would silently get half a word. */
function hasNul(program: Program): boolean {
  return (
    program.file.includes('\0') ||
    program.argv.some((word) => word.includes('\0')) ||
    program.environment.some((entry) => entry.includes('\0'))
  )
}
