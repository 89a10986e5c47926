// Files in memory: what the posix fake opens, and what a test looks into.

import { dirname, join, resolve } from 'node:path'
import type { ErrnoName, FileStatus } from '../posix/port.js'

/** One inode. It lives as long as a path names it or a descriptor holds it. */
export interface FakeFile {
  readonly inode: number
  readonly kind: FileStatus['kind']
  content: Buffer
  permissions: number
  /** Open descriptors. */
  holders: number
}

export type FileOperation = 'open' | 'read' | 'write' | 'status' | 'truncate' | 'rename' | 'unlink' | 'list'

/** What a test sees and decides. Relative paths stand in `/`. */
export interface FakeFiles {
  /** Makes or replaces a file, and its directories. */
  put(path: string, content: string | Buffer, permissions?: number): void
  addDirectory(path: string): void
  /** The bytes as text; undefined when there is no such file. */
  text(path: string): string | undefined
  exists(path: string): boolean
  /** Every file's path, sorted; directories and devices are left out. */
  paths(): readonly string[]
  permissions(path: string): number | undefined
  /** From now on only `bytes` more can be stored (ENOSPC); null ends it. Removing and truncating give room back. */
  limitSpace(bytes: number | null): void
  /** From now on `operation` on `path` fails; null ends it. */
  fail(operation: FileOperation, path: string, errno: ErrnoName | null): void
}

/** The files with what only the posix fake needs. */
export interface FakeFileStore extends FakeFiles {
  find(path: string): FakeFile | undefined
  create(path: string, permissions: number): FakeFile | ErrnoName
  /** The errno that a test asked for. */
  failure(operation: FileOperation, path: string): ErrnoName | undefined
  rename(from: string, to: string): ErrnoName | undefined
  unlink(path: string): ErrnoName | undefined
  list(directory: string): readonly string[] | ErrnoName
  /** How many more bytes fit on the disk. */
  space(): number
}

const DIRECTORIES = [
  '/',
  '/bin',
  '/dev',
  '/etc',
  '/run',
  '/tmp',
  '/usr',
  '/usr/bin',
  '/var',
  '/var/log',
  '/var/run',
]
/** Programs that tests name without caring for them. */
const PROGRAMS = ['cat', 'false', 'sh', 'sleep', 'true']

export function createFakeFiles(): FakeFileStore {
  const named = new Map<string, FakeFile>()
  const known = new Set<FakeFile>()
  const failures = new Map<string, ErrnoName>()
  let limit: number | null = null
  let nextInode = 1

  function make(
    path: string,
    kind: FileStatus['kind'],
    permissions: number,
    content = Buffer.alloc(0),
  ): FakeFile {
    const file: FakeFile = { inode: nextInode++, kind, content, permissions, holders: 0 }
    named.set(resolve('/', path), file)
    known.add(file)
    return file
  }

  /** The bytes of all files that are still named or open. */
  function used(): number {
    const alive = new Set(named.values())
    let total = 0
    for (const file of known) {
      if (file.holders === 0 && !alive.has(file)) known.delete(file)
      else total += file.content.length
    }
    return total
  }

  const store: FakeFileStore = {
    put(path, content, permissions = 0o644) {
      store.addDirectory(dirname(resolve('/', path)))
      make(path, 'file', permissions, Buffer.from(content))
    },
    addDirectory(path) {
      const full = resolve('/', path)
      if (named.has(full)) return
      if (full !== '/') store.addDirectory(dirname(full))
      make(full, 'directory', 0o755)
    },
    text: (path) => store.find(path)?.content.toString(),
    exists: (path) => store.find(path) !== undefined,
    paths: () => [...named].flatMap(([path, file]) => (file.kind === 'file' ? [path] : [])).sort(),
    permissions: (path) => store.find(path)?.permissions,
    limitSpace(bytes) {
      limit = bytes === null ? null : used() + bytes
    },
    fail(operation, path, errno) {
      const key = `${operation} ${resolve('/', path)}`
      if (errno === null) failures.delete(key)
      else failures.set(key, errno)
    },
    find: (path) => named.get(resolve('/', path)),
    failure: (operation, path) => failures.get(`${operation} ${resolve('/', path)}`),
    create(path, permissions) {
      const parent = store.find(dirname(resolve('/', path)))
      if (parent === undefined) return 'ENOENT'
      return parent.kind === 'directory' ? make(path, 'file', permissions) : 'ENOTDIR'
    },
    rename(from, to) {
      const file = store.find(from)
      if (file === undefined || store.find(dirname(resolve('/', to))) === undefined) return 'ENOENT'
      if (store.find(to)?.kind === 'directory') return 'EISDIR'
      named.delete(resolve('/', from))
      named.set(resolve('/', to), file)
      return undefined
    },
    unlink(path) {
      const file = store.find(path)
      if (file === undefined) return 'ENOENT'
      if (file.kind === 'directory') return 'EISDIR'
      named.delete(resolve('/', path))
      return undefined
    },
    list(directory) {
      const file = store.find(directory)
      if (file === undefined) return 'ENOENT'
      if (file.kind !== 'directory') return 'ENOTDIR'
      const full = resolve('/', directory)
      return [...named.keys()]
        .filter((path) => path !== '/' && dirname(path) === full)
        .map((path) => path.slice(full === '/' ? 1 : full.length + 1))
    },
    space: () => (limit === null ? Number.POSITIVE_INFINITY : Math.max(0, limit - used())),
  }

  for (const directory of DIRECTORIES) store.addDirectory(directory)
  for (const program of PROGRAMS) store.put(join('/bin', program), '', 0o755)
  return store
}
