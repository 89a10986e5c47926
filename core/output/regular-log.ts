// A log that is a regular file: appended synchronously, rotated by size, dropping what the disk cannot take.

import { reopenFailed, rotationFailed } from '../log/messages.js'
import type { ErrnoName } from '../posix/port.js'
import { append } from './append.js'
import type { LogChange, LogContext, LogFileOptions, OpenLog } from './log-file.js'
import { Loss } from './loss.js'
import { moveBackups, rotationCut } from './rotation.js'

export interface RegularLogOptions extends LogFileOptions {
  readonly path: string
  /** Opened for appending. */
  readonly fd: number
  readonly size: number
  /** Told of what happens to the file; usually nobody. */
  readonly watchers: ReadonlySet<(change: LogChange) => void>
}

export function createRegularLog(context: LogContext, options: RegularLogOptions): OpenLog {
  return new RegularLog(context, options)
}

class RegularLog implements OpenLog {
  readonly room = undefined
  readonly onRoom = undefined
  readonly heldBytes = 0
  readonly #context: LogContext
  readonly #path: string
  readonly #watchers: ReadonlySet<(change: LogChange) => void>
  readonly #loss: Loss
  #options: LogFileOptions
  #fd: number
  /** The size as we count it, so that no write needs to ask. Checked against the truth before each rotation. */
  #position: number
  /** The position at which the file ends; Infinity for no rotation. */
  #limit: number

  constructor(context: LogContext, options: RegularLogOptions) {
    this.#context = context
    this.#options = options
    this.#path = options.path
    this.#watchers = options.watchers
    this.#loss = new Loss(options.path, context.clock, context.log)
    this.#fd = options.fd
    this.#position = options.size
    this.#limit = limitOf(options)
  }

  get lostBytes(): number {
    return this.#loss.totalBytes
  }

  write(bytes: Buffer): void {
    let rest = bytes
    while (this.#position + rest.length >= this.#limit) {
      const cut = rotationCut(rest, this.#position, this.#limit)
      if (cut === -1) break
      if (cut > 0) this.#append(rest.subarray(0, cut))
      rest = rest.subarray(cut)
      this.#rotate()
    }
    if (rest.length > 0) this.#append(rest)
    this.#tell('written')
  }

  configure(options: LogFileOptions): void {
    this.#options = options
    this.#limit = limitOf(options)
  }

  /** Opens the path again; where that fails the open file stays in use, so that nothing is lost. */
  reopen(): void {
    const opened = this.#open()
    const report = this.#context.log()
    if (typeof opened === 'number') this.#replace(opened)
    else if (report !== undefined) reopenFailed(report, this.#path, opened.errno)
  }

  clear(): ErrnoName | undefined {
    const { posix } = this.#context
    const ours = posix.status(this.#fd)
    const named = posix.status(this.#path)
    const isMoved =
      'errno' in named || 'errno' in ours || named.inode !== ours.inode || named.device !== ours.device
    if (isMoved) {
      const opened = this.#open()
      if (typeof opened !== 'number') return opened.errno
      this.#replace(opened)
    }
    return this.#empty(this.#fd)
  }

  close(): void {
    this.#loss.close()
    this.#context.posix.close(this.#fd)
  }

  #append(bytes: Buffer): void {
    this.#position += append(this.#context.posix, this.#fd, bytes, this.#loss)
  }

  #rotate(): void {
    const { posix, log } = this.#context
    // Somebody else may have emptied the file, or appended to it.
    const actual = posix.status(this.#fd)
    if (!('errno' in actual)) this.#position = actual.size
    if (this.#position < this.#limit) return
    const errno = this.#options.backups > 0 ? this.#startNext() : this.#startOver()
    if (errno === undefined) return
    // Going on is better than losing output; the next try comes after another file's worth.
    this.#limit = this.#position + this.#options.maxbytes
    const report = log()
    if (report !== undefined) rotationFailed(report, this.#path, errno)
  }

  #startNext(): ErrnoName | undefined {
    // While the path still leads to it.
    this.#tell('ending')
    const errno = moveBackups(this.#context.posix, this.#path, this.#options.backups)
    if (errno !== undefined) return errno
    const opened = this.#open()
    if (typeof opened !== 'number') return opened.errno
    this.#replace(opened)
    return undefined
  }

  /** Opened by name, so that a file that was deleted under us comes back (LOG-12, LOG-16). */
  #startOver(): ErrnoName | undefined {
    const opened = this.#open()
    if (typeof opened !== 'number') return opened.errno
    this.#replace(opened)
    return this.#empty(opened)
  }

  #open(): number | { readonly errno: ErrnoName } {
    return this.#context.posix.open(this.#path, 'append', this.#options.permissions)
  }

  #replace(fd: number): void {
    const { posix } = this.#context
    this.#tell('ending')
    posix.close(this.#fd)
    this.#fd = fd
    const status = posix.status(fd)
    this.#position = 'errno' in status ? 0 : status.size
    this.#limit = limitOf(this.#options)
    this.#tell('opened')
  }

  #empty(fd: number): ErrnoName | undefined {
    this.#tell('ending')
    const errno = this.#context.posix.truncate(fd, 0)
    if (errno !== undefined) return errno
    this.#position = 0
    this.#limit = limitOf(this.#options)
    this.#tell('emptied')
    return undefined
  }

  #tell(change: LogChange): void {
    if (this.#watchers.size === 0) return
    for (const watcher of [...this.#watchers]) watcher(change)
  }
}

function limitOf(options: LogFileOptions): number {
  return options.maxbytes > 0 ? options.maxbytes : Number.POSITIVE_INFINITY
}
