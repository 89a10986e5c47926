// What exec would say about a directory and a file, asked beforehand with the rights that the child will have.

import { closeSync, constants, openSync, readSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { Libc } from './libc.js'
import type { ErrnoName } from './port.js'

/** `recognised` is false for what is neither a machine program nor a script with an absolute interpreter. */
export type ExecCheck =
  | { readonly ok: true; readonly recognised: boolean }
  | { readonly ok: false; readonly errno: ErrnoName }

export interface Preflight {
  /** A descriptor of a directory that chdir would accept, or chdir's errno. */
  openDirectory(path: string): number | { readonly errno: ErrnoName }
  /** Would exec find and accept this file? With the rights of the calling thread. */
  checkExecutable(file: string): ExecCheck
}

export function createPreflight(libc: Libc): Preflight {
  const isExecutable = bindIsExecutable(libc)
  const checkExecutable = (file: string): ExecCheck => {
    const refusal = isExecutable(file)
    if (refusal !== undefined) return { ok: false, errno: refusal }
    const head = readHead(file)
    if (head === undefined || head.startsWith('\x7fELF')) return { ok: true, recognised: true }
    const interpreter = /^#![ \t]*([^ \t\n]+)/.exec(head)?.[1]
    if (interpreter === undefined || !isAbsolute(interpreter)) return { ok: true, recognised: false }
    const interpreterRefusal = isExecutable(interpreter)
    return interpreterRefusal === undefined
      ? { ok: true, recognised: true }
      : { ok: false, errno: interpreterRefusal }
  }
  return {
    openDirectory(path) {
      try {
        // The trailing dot makes the lookup need search permission on the directory itself, as chdir does.
        const flags = libc.platform.openPath | constants.O_DIRECTORY
        return openSync(path === '' ? path : `${path}/.`, flags)
      } catch (error) {
        return { errno: codeOf(error) }
      }
    },
    checkExecutable,
  }
}

/** faccessat2: the only access check that asks for the thread's filesystem ids. */
const FACCESSAT2 = 439
const CURRENT_DIRECTORY = -100
const MAY_EXECUTE = 1
const WITH_EFFECTIVE_IDS = 0x200

function bindIsExecutable(libc: Libc): (file: string) => ErrnoName | undefined {
  if (libc.platform.setgroupsCall === null) return () => undefined
  const syscall = libc.koffi.load(null).func('long syscall(long number, ...)')
  return (file) => {
    const words = ['int', CURRENT_DIRECTORY, 'str', file, 'int', MAY_EXECUTE, 'int', WITH_EFFECTIVE_IDS]
    if (syscall(FACCESSAT2, ...words) === 0) return undefined
    const errno = libc.errno()
    // Before Linux 5.8 nobody can tell; then the launching tool reports what exec says.
    return errno === 'ENOSYS' ? undefined : errno
  }
}

/** The first bytes as Latin-1; undefined for what may be executed but not read. */
function readHead(file: string): string | undefined {
  let fd: number
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return undefined
  }
  try {
    const head = Buffer.alloc(256)
    return head.toString('latin1', 0, readSync(fd, head, 0, head.length, 0))
  } catch {
    return undefined
  } finally {
    closeSync(fd)
  }
}

function codeOf(error: unknown): ErrnoName {
  if (error instanceof Error && 'code' in error) return String(error.code)
  throw error
}
