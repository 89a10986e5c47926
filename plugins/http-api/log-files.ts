// The files of a log: the one that is written now, and rotated ones.

import { type FileHandle, open, stat } from 'node:fs/promises'
import type { LogFileState, LogFiles } from 'reeve/schemas/api-types'
import { Fault, type LogFile, type Supervisor } from 'reeve/sdk'
import { oneProcess } from './program-operations.js'

/** More backups than anybody keeps: what is beyond a gap is not found. */
const MOST_FILES = 1_000

/** The log of a process where one is named, else the daemon's own. Throws Fault. */
export function logOf(supervisor: Supervisor, namespec: string | undefined, channel = ''): LogFile {
  if (namespec === undefined) return supervisor.mainLog
  const process = oneProcess(supervisor, namespec)
  if (channel === 'stdout') return process.stdoutLog
  if (channel === 'stderr') return process.stderrLog
  throw new Fault('NO_FILE', `${process.namespec} has no log ${channel}: stdout or stderr`)
}

/** The path of a file: 0 is the one that is written now, 1 the latest rotated one. Throws Fault NO_FILE. */
export function pathOf(log: LogFile, file: unknown): string {
  if (log.path === null) throw new Fault('NO_FILE', 'there is no log file')
  return typeof file === 'number' && file > 0 ? `${log.path}.${file}` : log.path
}

export interface OpenedLog {
  readonly path: string
  readonly size: number
  readonly modified: Date
  /** Bytes from `start` to `end`, fewer where the file ends before. */
  read(start: number, end: number): Promise<Buffer>
}

/** Reads a file with `use` and closes it. Rejects with Fault NO_FILE: devices and pipes are no files to read. */
export async function withLog<Result>(
  path: string,
  use: (log: OpenedLog) => Promise<Result>,
): Promise<Result> {
  const status = await stat(path).catch(() => undefined)
  // Opening a pipe would wait for its other end.
  if (status?.isFile() !== true) throw new Fault('NO_FILE', path)
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    throw new Fault('FAILED', (error as Error).message)
  }
  try {
    const { size, mtime } = await handle.stat()
    return await use({
      path,
      size,
      modified: mtime,
      async read(start, end) {
        const bytes = Buffer.allocUnsafe(Math.max(0, end - start))
        let filled = 0
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return bytes.subarray(0, filled)
      },
    })
  } finally {
    await handle.close()
  }
}

/** The files that there are, the latest first. */
export async function listFiles(log: LogFile): Promise<LogFiles> {
  const files: LogFileState[] = []
  for (let file = 0; file < MOST_FILES && log.path !== null; file++) {
    const path = pathOf(log, file)
    const status = await stat(path).catch(() => undefined)
    if (status?.isFile() === true) {
      files.push({ file, path, bytes: status.size, modifiedAt: Math.trunc(status.mtimeMs) })
    } else if (file > 0) break
  }
  return { files }
}
