// What waits to be written to a child's stdin: bounded, and written as the child reads.

import { Fault } from '../../sdk/faults.js'
import type { FdWatch, Posix } from '../posix/port.js'

/** More than this waiting means that the child does not read its stdin. Bytes; one message may be longer. */
const LIMIT = 4 * 1024 * 1024

export class StdinQueue {
  readonly fd: number
  readonly #posix: Posix
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #watch: FdWatch | null = null
  #isClosed = false

  constructor(posix: Posix, fd: number) {
    this.#posix = posix
    this.fd = fd
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** A copy of what waits, for a snapshot. */
  get waiting(): Buffer {
    return Buffer.concat(this.#waiting)
  }

  /** Takes all of `data` or none of it. Throws Fault NO_FILE when the child closed its stdin, FAILED when it is full. */
  write(data: Uint8Array): void {
    if (this.#isClosed) throw new Fault('NO_FILE', 'stdin is closed')
    if (this.#waitingBytes > 0 && this.#waitingBytes + data.byteLength > LIMIT) {
      throw new Fault(
        'FAILED',
        `stdin is full: ${this.#waitingBytes} bytes wait for the program to read them`,
      )
    }
    const written = this.#waitingBytes === 0 ? this.#put(data) : 0
    if (this.#isClosed) throw new Fault('NO_FILE', 'stdin is closed')
    if (written === data.byteLength) return
    // The caller may use its memory again.
    this.#waiting.push(Buffer.from(data.subarray(written)))
    this.#waitingBytes += data.byteLength - written
    this.#watch ??= this.#posix.watchWritable(this.fd, () => this.#flush())
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#watch?.close()
    this.#watch = null
    this.#waiting = []
    this.#waitingBytes = 0
    this.#posix.close(this.fd)
  }

  /** Gives as much of `data` to the child as it can take now, and says how much that was. */
  #put(data: Uint8Array): number {
    let written = 0
    while (written < data.byteLength) {
      const result = this.#posix.write(this.fd, data, written, data.byteLength - written)
      if ('errno' in result) {
        if (result.errno !== 'EAGAIN') this.close()
        break
      }
      written += result.bytes
    }
    return written
  }

  #flush(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const written = this.#put(first)
      if (this.#isClosed) return
      this.#waitingBytes -= written
      if (written < first.length) {
        this.#waiting[0] = first.subarray(written)
        return
      }
      this.#waiting.shift()
    }
    this.#watch?.close()
    this.#watch = null
  }
}
