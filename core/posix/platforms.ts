// The numbers and layouts of each platform's C library: everything that a header file would give a C program.

import { arch as machineArchitecture, platform as machinePlatform } from 'node:os'

/** One platform. Numbers that are the same everywhere stand here too, so that nothing else knows a number. */
export interface Platform {
  readonly name: string
  /** False where no machine of this kind ever ran the tests. */
  readonly tested: boolean

  /** Is there a /proc of Linux's kind? */
  readonly hasProcessFiles: boolean
  readonly openPath: number
  readonly duplicateCloseOnExec: number
  readonly getDescriptorFlags: number
  readonly setDescriptorFlags: number
  readonly getStatusFlags: number
  readonly setStatusFlags: number
  readonly closeOnExec: number
  readonly nonBlocking: number
  /** O_CLOEXEC as pipe2 takes it. */
  readonly pipeCloseOnExec: number
  /** CLOSE_RANGE_CLOEXEC; systems that do not know it refuse it. */
  readonly closeRangeOnExec: number
  /** F_SETPIPE_SZ and F_GETPIPE_SZ; null where a pipe's size cannot be asked. */
  readonly pipeSize: { readonly set: number; readonly get: number } | null
  /** CLOCK_MONOTONIC, and TFD_NONBLOCK | TFD_CLOEXEC; null where there is no timerfd. */
  readonly timerDescriptor: { readonly monotonic: number; readonly flags: number } | null
  readonly bytesAvailable: number
  readonly pollWritable: number

  readonly spawnSetGroup: number
  readonly spawnSetSignalDefaults: number
  readonly spawnSetSignalMask: number
  readonly spawnSetSession: number

  readonly waitAny: number
  readonly waitPid: number
  readonly waitNoHang: number
  readonly waitExited: number
  readonly waitLeave: number
  /** Where siginfo_t keeps si_pid, in bytes. */
  readonly siginfoPid: number

  readonly limitDescriptors: number
  readonly limitProcesses: number
  /** The size of rlim_t is 8 everywhere; this is the value that means "no limit". */
  readonly limitInfinity: bigint

  /** prctl numbers; null where there is no prctl. */
  readonly processControl: { readonly setName: number; readonly setSubreaper: number } | null
  /** SYS_setgroups, which changes one thread only; null where a thread has no credentials of its own. */
  readonly setgroupsCall: number | null
  /** Members of `struct passwd` in their order. */
  readonly passwd: Readonly<Record<string, string>>
  readonly group: Readonly<Record<string, string>>
  /** The element type that getgrouplist fills. */
  readonly groupListElement: 'uint32_t' | 'int'
  readonly realTimeSignals: { readonly SIGRTMIN: number; readonly SIGRTMAX: number } | null
  /** The longest name of a unix socket in bytes. */
  readonly socketPathBytes: number
  /** The first two bytes of a socket's address: a family of two bytes, or its length and a family of one. */
  readonly socketAddressHead: (length: number) => readonly [number, number]
  readonly familyUnix: number
  readonly socketDatagram: number
  readonly sockets: {
    /** AF_INET6. */
    readonly ipv6: number
    /** SOL_SOCKET and SO_REUSEADDR. */
    readonly level: number
    readonly reuseAddress: number
    /** The order of two members of `struct addrinfo`. */
    readonly nameBeforeAddress: boolean
  }
}

const GROUP = { name: 'char *', password: 'char *', gid: 'uint32_t', members: 'void *' }

const LINUX: Platform = {
  name: 'linux-x64',
  tested: true,
  hasProcessFiles: true,
  openPath: 0o10000000,
  duplicateCloseOnExec: 1030,
  getDescriptorFlags: 1,
  setDescriptorFlags: 2,
  getStatusFlags: 3,
  setStatusFlags: 4,
  closeOnExec: 1,
  nonBlocking: 0o4000,
  pipeCloseOnExec: 0o2000000,
  closeRangeOnExec: 4,
  pipeSize: { set: 1031, get: 1032 },
  timerDescriptor: { monotonic: 1, flags: 0o2004000 },
  bytesAvailable: 0x541b,
  pollWritable: 4,
  spawnSetGroup: 0x02,
  spawnSetSignalDefaults: 0x04,
  spawnSetSignalMask: 0x08,
  spawnSetSession: 0x80,
  waitAny: 0,
  waitPid: 1,
  waitNoHang: 1,
  waitExited: 4,
  waitLeave: 0x01000000,
  siginfoPid: 16,
  limitDescriptors: 7,
  limitProcesses: 6,
  limitInfinity: 0xffffffffffffffffn,
  processControl: { setName: 15, setSubreaper: 36 },
  setgroupsCall: 116,
  passwd: {
    name: 'char *',
    password: 'char *',
    uid: 'uint32_t',
    gid: 'uint32_t',
    comment: 'char *',
    home: 'char *',
    shell: 'char *',
  },
  group: GROUP,
  groupListElement: 'uint32_t',
  realTimeSignals: { SIGRTMIN: 34, SIGRTMAX: 64 },
  socketPathBytes: 107,
  socketAddressHead: () => [1, 0],
  familyUnix: 1,
  socketDatagram: 2,
  sockets: { ipv6: 10, level: 1, reuseAddress: 2, nameBeforeAddress: false },
}

const LINUX_ARM64: Platform = { ...LINUX, name: 'linux-arm64', setgroupsCall: 159 }

const BSD_SOCKETS = { level: 0xffff, reuseAddress: 4, nameBeforeAddress: true }

const BSD_PASSWD = {
  name: 'char *',
  password: 'char *',
  uid: 'uint32_t',
  gid: 'uint32_t',
  change: 'int64_t',
  login: 'char *',
  comment: 'char *',
  home: 'char *',
  shell: 'char *',
  expires: 'int64_t',
}

// Untested: written from the headers, no machine of these kinds has run the tests.
const BSD: Platform = {
  ...LINUX,
  tested: false,
  hasProcessFiles: false,
  nonBlocking: 4,
  pipeSize: null,
  timerDescriptor: null,
  bytesAvailable: 0x4004667f,
  siginfoPid: 12,
  limitDescriptors: 8,
  limitProcesses: 7,
  limitInfinity: 0x7fffffffffffffffn,
  processControl: null,
  setgroupsCall: null,
  passwd: BSD_PASSWD,
  socketPathBytes: 103,
  socketAddressHead: (length) => [length, 1],
}

const DARWIN: Platform = {
  ...BSD,
  name: 'darwin',
  openPath: 0x40000000,
  duplicateCloseOnExec: 67,
  pipeCloseOnExec: 0x1000000,
  waitLeave: 0x20,
  spawnSetSession: 0x400,
  groupListElement: 'int',
  realTimeSignals: null,
  sockets: { ...BSD_SOCKETS, ipv6: 30 },
}

const FREEBSD: Platform = {
  ...BSD,
  name: 'freebsd',
  openPath: 0x00400000,
  duplicateCloseOnExec: 17,
  pipeCloseOnExec: 0x00100000,
  waitAny: 7,
  waitPid: 0,
  waitExited: 16,
  waitLeave: 8,
  spawnSetGroup: 0x02,
  spawnSetSignalDefaults: 0x10,
  spawnSetSignalMask: 0x20,
  spawnSetSession: 0x40,
  passwd: { ...BSD_PASSWD, fields: 'int' },
  realTimeSignals: { SIGRTMIN: 65, SIGRTMAX: 126 },
  sockets: { ...BSD_SOCKETS, ipv6: 28 },
}

const PLATFORMS: Readonly<Record<string, Platform>> = {
  'linux-x64': LINUX,
  'linux-arm64': LINUX_ARM64,
  'darwin-x64': DARWIN,
  'darwin-arm64': DARWIN,
  'freebsd-x64': FREEBSD,
}

/** The table of a platform (of this machine by default); undefined where Reeve does not run. */
export function findPlatform(
  system = machinePlatform(),
  architecture = machineArchitecture(),
): Platform | undefined {
  return PLATFORMS[`${system}-${architecture}`]
}

/** For messages: what `findPlatform` knows. */
export const SUPPORTED_PLATFORMS: readonly string[] = Object.keys(PLATFORMS)
