// The C library through koffi: loading it, or saying clearly why not, and the one place where functions are bound.

import { createRequire } from 'node:module'
import { constants } from 'node:os'
import type Koffi from 'koffi'
import { findPlatform, type Platform, SUPPORTED_PLATFORMS } from './platforms.js'
import type { ErrnoName } from './port.js'

type KoffiModule = typeof Koffi
type Library = ReturnType<KoffiModule['load']>

/** Functions return what C returns; after -1 `errno()` tells why. Paths and words are UTF-8. */
export interface Libc {
  readonly koffi: KoffiModule
  readonly platform: Platform
  /** The name of the last failed call's error. */
  errno(): ErrnoName
  errnoName(number: number): ErrnoName

  pipe2(fds: Int32Array, flags: number): number
  fcntl(fd: number, command: number, argument: number): number
  ioctlInt(fd: number, request: number, value: Int32Array): number
  read(fd: number, buffer: Uint8Array, length: number): number
  write(fd: number, buffer: Uint8Array, length: number): number
  close(fd: number): number
  dup2(from: number, to: number): number
  /** Undefined where the library has none (macOS, older ones). */
  readonly close_range: ((first: number, last: number, flags: number) => number) | undefined
  poll(entries: Uint8Array, count: number, timeoutMs: number): number
  /** Undefined where the library has none (macOS). Null: the interval before is not asked for. */
  readonly timerfd:
    | {
        create(clock: number, flags: number): number
        set(fd: number, flags: number, interval: BigInt64Array, before: null): number
      }
    | undefined
  socket(family: number, kind: number, protocol: number): number
  connect(fd: number, address: Uint8Array, length: number): number

  posix_spawn(
    pid: Int32Array,
    file: string,
    actions: Uint8Array,
    attributes: Uint8Array,
    argv: readonly (string | null)[],
    environment: readonly (string | null)[],
  ): number
  posix_spawnattr_init(attributes: Uint8Array): number
  posix_spawnattr_setflags(attributes: Uint8Array, flags: number): number
  posix_spawnattr_setpgroup(attributes: Uint8Array, group: number): number
  posix_spawnattr_setsigmask(attributes: Uint8Array, signals: Uint8Array): number
  posix_spawnattr_setsigdefault(attributes: Uint8Array, signals: Uint8Array): number
  posix_spawn_file_actions_init(actions: Uint8Array): number
  posix_spawn_file_actions_destroy(actions: Uint8Array): number
  posix_spawn_file_actions_adddup2(actions: Uint8Array, from: number, to: number): number
  posix_spawn_file_actions_addfchdir_np(actions: Uint8Array, fd: number): number
  /** Undefined where the library has none (musl, macOS): close-on-exec flags must do. */
  readonly posix_spawn_file_actions_addclosefrom_np:
    | ((actions: Uint8Array, from: number) => number)
    | undefined
  sigemptyset(signals: Uint8Array): number

  kill(pid: number, signal: number): number
  waitid(kind: number, id: number, info: Uint8Array, options: number): number
  waitpid(pid: number, status: Int32Array, options: number): number

  umask(mask: number): number
  getpagesize(): number
  /** prctl; both words are numbers or one is text. */
  prctl(option: number, value: number | string): number
  /** Sets a signal to its default action. */
  resetSignal(signal: number): void
  getrlimit(resource: number, limits: BigUint64Array): number
  setrlimit(resource: number, limits: BigUint64Array): number
  execve(file: string, argv: readonly (string | null)[], environment: readonly (string | null)[]): number
}

/** koffi did not load, or this is no platform that Reeve knows. The message says what to do. */
export class PosixUnavailableError extends Error {
  override readonly name = 'PosixUnavailableError'
  readonly code = 'REEVE_POSIX'
}

/** Loads koffi (10 ms) and binds the C library. Throws PosixUnavailableError. */
export function loadLibc(platform: Platform | undefined = findPlatform()): Libc {
  if (platform === undefined) {
    throw new PosixUnavailableError(
      `this platform (${process.platform}-${process.arch}) is not supported; ` +
        `Reeve runs on ${SUPPORTED_PLATFORMS.join(', ')}`,
    )
  }
  const koffi = loadKoffi()
  try {
    return bind(koffi, platform)
  } catch (error) {
    throw new PosixUnavailableError(
      `the C library of this machine lacks a function that Reeve needs: ${messageOf(error)}; ` +
        'glibc 2.29, musl 1.1.24 or later is required',
      { cause: error },
    )
  }
}

function loadKoffi(): KoffiModule {
  try {
    // Not `import`: it must fail here, where there is a message for it, and only in programs that need it.
    return createRequire(import.meta.url)('koffi') as KoffiModule
  } catch (error) {
    throw new PosixUnavailableError(
      `the native module koffi did not load: ${firstLine(messageOf(error))}; it comes prebuilt for ` +
        `${SUPPORTED_PLATFORMS.join(', ')}: install again without --omit=optional ` +
        '(npm install --include=optional), or run "npm rebuild koffi" where node_modules came from another machine',
      { cause: error },
    )
  }
}

function bind(koffi: KoffiModule, platform: Platform): Libc {
  const library = koffi.load(null)
  const names = errnoNames()
  const errnoName = (number: number) => names.get(number) ?? `ERRNO_${number}`
  const has = (name: string) => {
    try {
      library.symbol(name)
      return true
    } catch {
      return false
    }
  }
  const words = 'const char **'
  return {
    koffi,
    platform,
    errno: () => errnoName(koffi.errno()),
    errnoName,
    pipe2: library.func('pipe2', 'int', ['void *', 'int']),
    // Variadic in C: the calling convention differs on some machines, so they are declared as such.
    ...bindVariadic(library),
    read: library.func('read', 'long', ['int', 'void *', 'size_t']),
    write: library.func('write', 'long', ['int', 'void *', 'size_t']),
    close: library.func('close', 'int', ['int']),
    dup2: library.func('dup2', 'int', ['int', 'int']),
    close_range: has('close_range')
      ? library.func('close_range', 'int', ['uint32_t', 'uint32_t', 'int'])
      : undefined,
    poll: library.func('poll', 'int', ['void *', 'ulong', 'int']),
    timerfd: has('timerfd_create')
      ? {
          create: library.func('timerfd_create', 'int', ['int', 'int']),
          set: library.func('timerfd_settime', 'int', ['int', 'int', 'void *', 'void *']),
        }
      : undefined,
    socket: library.func('socket', 'int', ['int', 'int', 'int']),
    connect: library.func('connect', 'int', ['int', 'void *', 'uint32_t']),
    posix_spawn: library.func('posix_spawn', 'int', ['void *', 'str', 'void *', 'void *', words, words]),
    posix_spawnattr_init: library.func('posix_spawnattr_init', 'int', ['void *']),
    posix_spawnattr_setflags: library.func('posix_spawnattr_setflags', 'int', ['void *', 'short']),
    posix_spawnattr_setpgroup: library.func('posix_spawnattr_setpgroup', 'int', ['void *', 'int']),
    posix_spawnattr_setsigmask: library.func('posix_spawnattr_setsigmask', 'int', ['void *', 'void *']),
    posix_spawnattr_setsigdefault: library.func('posix_spawnattr_setsigdefault', 'int', ['void *', 'void *']),
    posix_spawn_file_actions_init: library.func('posix_spawn_file_actions_init', 'int', ['void *']),
    posix_spawn_file_actions_destroy: library.func('posix_spawn_file_actions_destroy', 'int', ['void *']),
    posix_spawn_file_actions_adddup2: library.func('posix_spawn_file_actions_adddup2', 'int', [
      'void *',
      'int',
      'int',
    ]),
    posix_spawn_file_actions_addfchdir_np: library.func('posix_spawn_file_actions_addfchdir_np', 'int', [
      'void *',
      'int',
    ]),
    posix_spawn_file_actions_addclosefrom_np: has('posix_spawn_file_actions_addclosefrom_np')
      ? library.func('posix_spawn_file_actions_addclosefrom_np', 'int', ['void *', 'int'])
      : undefined,
    sigemptyset: library.func('sigemptyset', 'int', ['void *']),
    kill: library.func('kill', 'int', ['int', 'int']),
    waitid: library.func('waitid', 'int', ['int', 'uint32_t', 'void *', 'int']),
    waitpid: library.func('waitpid', 'int', ['int', 'void *', 'int']),
    getpagesize: library.func('getpagesize', 'int', []),
    umask: library.func('umask', 'uint32_t', ['uint32_t']),
    getrlimit: library.func('getrlimit', 'int', ['int', 'void *']),
    setrlimit: library.func('setrlimit', 'int', ['int', 'void *']),
    prctl: bindProcessControl(library, platform),
    resetSignal: bindResetSignal(library),
    execve: library.func('execve', 'int', ['str', words, words]),
  }
}

function bindVariadic(library: Library) {
  const fcntl = library.func('int fcntl(int fd, int command, ...)')
  const ioctl = library.func('int ioctl(int fd, unsigned long request, ...)')
  return {
    fcntl: (fd: number, command: number, argument: number): number => fcntl(fd, command, 'int', argument),
    ioctlInt: (fd: number, request: number, value: Int32Array): number => ioctl(fd, request, 'void *', value),
  }
}

function bindProcessControl(library: Library, platform: Platform) {
  if (platform.processControl === null) return () => -1
  const prctl = library.func('int prctl(int option, ...)')
  return (option: number, value: number | string): number =>
    typeof value === 'string'
      ? prctl(option, 'str', value)
      : prctl(option, 'ulong', value, 'ulong', 0, 'ulong', 0, 'ulong', 0)
}

function bindResetSignal(library: Library) {
  const signal = library.func('signal', 'void *', ['int', 'void *'])
  const DEFAULT_ACTION = null
  return (number: number): void => {
    signal(number, DEFAULT_ACTION)
  }
}

function errnoNames(): ReadonlyMap<number, ErrnoName> {
  const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))
  // Two names share these numbers; Python prints the first.
  names.set(constants.errno.EAGAIN, 'EAGAIN')
  names.set(constants.errno.EOPNOTSUPP, 'EOPNOTSUPP')
  return names
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
