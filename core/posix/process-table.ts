// What processes of this machine use, as the kernel counts it. Linux only: elsewhere there is no /proc to read.

import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import type { Libc } from './libc.js'
import type { Posix, ProcessStatus } from './port.js'

/** The kernel counts CPU time for programs in hundredths of a second, whatever its own tick is. */
const TICK_MS = 10
/** The longest line of /proc/PID/stat is some 400 bytes. */
const STAT_BYTES = 1_024

/** Where a number stands in the line, counted from behind the name of the command. */
const PARENT = 1
const USER_TIME = 11
const SYSTEM_TIME = 12
const CHILDREN_USER_TIME = 13
const CHILDREN_SYSTEM_TIME = 14
const RESIDENT_PAGES = 21

export function createProcessTable(libc: Libc): Pick<Posix, 'listProcesses' | 'processStatus'> {
  if (!libc.platform.hasProcessFiles) {
    return { listProcesses: () => ({ errno: 'ENOSYS' }), processStatus: () => undefined }
  }
  const buffer = Buffer.allocUnsafeSlow(STAT_BYTES)
  let pageBytes = 0
  return {
    listProcesses() {
      try {
        return readdirSync('/proc').flatMap((name) => (isPid(name) ? [Number(name)] : []))
      } catch {
        // A container without /proc.
        return { errno: 'ENOSYS' }
      }
    },
    processStatus(pid) {
      const line = readStat(pid, buffer)
      if (line === undefined) return undefined
      pageBytes ||= libc.getpagesize()
      return parseStat(pid, line, pageBytes)
    },
  }
}

function isPid(name: string): boolean {
  const first = name.charCodeAt(0)
  return first >= 0x31 && first <= 0x39
}

/** Undefined when the process is gone or may not be looked at. */
function readStat(pid: number, buffer: Buffer): string | undefined {
  let fd: number
  try {
    fd = openSync(`/proc/${pid}/stat`, 'r')
  } catch {
    return undefined
  }
  try {
    return buffer.toString('latin1', 0, readSync(fd, buffer, 0, STAT_BYTES, 0))
  } catch {
    // It ended between the two calls.
    return undefined
  } finally {
    closeSync(fd)
  }
}

/** `12 (name) S 1 ...`, where the name may hold blanks and parentheses of its own. */
export function parseStat(pid: number, line: string, pageBytes: number): ProcessStatus | undefined {
  const end = line.lastIndexOf(')')
  if (end < 0) return undefined
  const fields = line.slice(end + 2).split(' ')
  if (fields.length <= RESIDENT_PAGES) return undefined
  const at = (index: number) => Number(fields[index])
  return {
    pid,
    parent: at(PARENT),
    rssBytes: at(RESIDENT_PAGES) * pageBytes,
    cpuMs: (at(USER_TIME) + at(SYSTEM_TIME)) * TICK_MS,
    endedChildrenCpuMs: (at(CHILDREN_USER_TIME) + at(CHILDREN_SYSTEM_TIME)) * TICK_MS,
  }
}
