// The descriptor table in memory: numbers that stand for ends of pipes and for open files.

import type { ErrnoName, FileStatus, IoResult } from '../posix/port.js'
import type { StdioLender } from './fake-children.js'
import type { FakeFile, FakeFileStore } from './fake-files.js'
import type { FakePipe } from './fake-pipe.js'

/** What a descriptor stands for. Duplicates share one description. */
type Description =
  | { readonly kind: 'pipe'; readonly end: 'read' | 'write'; readonly pipe: FakePipe }
  | {
      readonly kind: 'file'
      readonly path: string
      readonly file: FakeFile
      readonly writes: boolean
      offset: number
    }
  | { readonly kind: 'null' }
  | { readonly kind: 'socket'; readonly address: string }

export interface FakeDescriptors extends StdioLender {
  /** Opens a new number for a description. */
  open(description: Description): number | { readonly errno: ErrnoName }
  get(fd: number): Description
  close(fd: number): void
  duplicate(fd: number): number | { readonly errno: ErrnoName }
  read(fd: number, buffer: Buffer, length: number): IoResult
  readAt(fd: number, buffer: Buffer, length: number, position: number): IoResult
  write(fd: number, bytes: Buffer): IoResult
  readable(fd: number): boolean
  writable(fd: number): boolean
  status(fd: number): FileStatus
  /** The open numbers with what they stand for. */
  list(): readonly { readonly fd: number; readonly what: string }[]
  /** At most so many may be open (EMFILE). */
  limit: number
}

/** The daemon's descriptors begin where the real ones do (design 7). */
const FIRST = 10

export function createFakeDescriptors(files: FakeFileStore, onChange: () => void): FakeDescriptors {
  const open = new Map<number, Description>()

  function hold(description: Description, count: 1 | -1): void {
    if (description.kind === 'file') description.file.holders += count
    else if (description.kind === 'pipe')
      description.pipe[description.end === 'read' ? 'readers' : 'writers'] += count
  }

  function transferOut(bytes: Buffer, buffer: Buffer): IoResult {
    return { bytes: bytes.copy(buffer) }
  }

  function writeFile(description: Description & { kind: 'file' }, bytes: Buffer): IoResult {
    const errno = files.failure('write', description.path)
    if (errno !== undefined) return { errno }
    const taken = bytes.subarray(0, files.space())
    if (taken.length === 0 && bytes.length > 0) return { errno: 'ENOSPC' }
    description.file.content = Buffer.concat([description.file.content, taken])
    return { bytes: taken.length }
  }

  function writeTo(description: Description, bytes: Buffer): IoResult {
    if (description.kind === 'null') return { bytes: bytes.length }
    if (description.kind === 'socket') return { errno: 'ENOTCONN' }
    if (description.kind === 'file')
      return description.writes ? writeFile(description, bytes) : { errno: 'EBADF' }
    if (description.end === 'read') return { errno: 'EBADF' }
    const taken = description.pipe.put(bytes)
    if (taken < 0) return { errno: 'EPIPE' }
    return taken === 0 && bytes.length > 0 ? { errno: 'EAGAIN' } : { bytes: taken }
  }

  const table: FakeDescriptors = {
    limit: Number.POSITIVE_INFINITY,
    open(description) {
      if (open.size >= table.limit) return { errno: 'EMFILE' }
      let fd = FIRST
      while (open.has(fd)) fd++
      open.set(fd, description)
      hold(description, 1)
      return fd
    },
    get(fd) {
      const description = open.get(fd)
      if (description === undefined) throw new Error(`EBADF: descriptor ${fd} is not open`)
      return description
    },
    close(fd) {
      const description = table.get(fd)
      open.delete(fd)
      hold(description, -1)
    },
    duplicate: (fd) => table.open(table.get(fd)),
    read(fd, buffer, length) {
      const description = table.get(fd)
      if (description.kind === 'null') return { bytes: 0 }
      if (description.kind === 'socket') return { errno: 'ENOTCONN' }
      if (description.kind === 'file') {
        const result = table.readAt(fd, buffer, length, description.offset)
        if ('bytes' in result) description.offset += result.bytes
        return result
      }
      if (description.end === 'write') return { errno: 'EBADF' }
      if (description.pipe.length === 0 && description.pipe.writers > 0) return { errno: 'EAGAIN' }
      return transferOut(description.pipe.take(length), buffer)
    },
    readAt(fd, buffer, length, position) {
      const description = table.get(fd)
      if (description.kind !== 'file') return { errno: description.kind === 'null' ? 'EINVAL' : 'ESPIPE' }
      const errno = files.failure('read', description.path)
      if (errno !== undefined) return { errno }
      if (description.file.kind === 'directory') return { errno: 'EISDIR' }
      return transferOut(description.file.content.subarray(position, position + length), buffer)
    },
    write: (fd, bytes) => writeTo(table.get(fd), bytes),
    readable(fd) {
      const description = table.get(fd)
      return description.kind !== 'pipe' || (description.end === 'read' && description.pipe.readable)
    },
    writable(fd) {
      const description = table.get(fd)
      return description.kind !== 'pipe' || (description.end === 'write' && description.pipe.writable)
    },
    status(fd) {
      const description = table.get(fd)
      if (description.kind === 'file') return statusOf(description.file)
      return { size: 0, inode: 0, device: 0, kind: KINDS[description.kind] }
    },
    list: () => [...open].map(([fd, description]) => ({ fd, what: describe(description) })),
    lend(fd) {
      const description = table.get(fd)
      hold(description, 1)
      let held = true
      return {
        pipe: description.kind === 'pipe' ? description.pipe : undefined,
        write(bytes) {
          const result = held ? writeTo(description, bytes) : { errno: 'EBADF' }
          if ('bytes' in result) return result.bytes
          if (result.errno === 'EAGAIN') return 0
          throw new Error(`the child cannot write: ${result.errno}`)
        },
        release() {
          if (held) hold(description, -1)
          held = false
          onChange()
        },
      }
    },
  }
  return table
}

const KINDS = { pipe: 'fifo', null: 'device', socket: 'socket' } as const

export function statusOf(file: FakeFile): FileStatus {
  return { size: file.content.length, inode: file.inode, device: 1, kind: file.kind }
}

function describe(description: Description): string {
  if (description.kind === 'pipe') return `${description.end} end of a pipe`
  if (description.kind === 'socket') return `a socket that listens on ${description.address}`
  return description.kind === 'file' ? description.path : '/dev/null'
}
