// A pipe in memory: a byte queue with a capacity, open as long as one end is held.

/** Writes up to this size are all or nothing on a non-blocking pipe, and a pipe is writable when one would fit. */
const ATOMIC_BYTES = 4_096
const DEFAULT_CAPACITY = 65_536
const LARGEST_CAPACITY = 1_048_576

export interface FakePipe {
  /** How many descriptors, in the daemon and in children, hold each end. */
  readers: number
  writers: number
  /** Bytes; a test may set it. */
  capacity: number
  /** What the kernel grants at most when the daemon asks for more. */
  largestCapacity: number
  readonly length: number
  readonly readable: boolean
  readonly writable: boolean
  /** Takes bytes in; the count that fitted (0 = EAGAIN), or -1 when nobody reads (EPIPE). */
  put(bytes: Buffer): number
  /** Takes at most `limit` bytes out. */
  take(limit?: number): Buffer
}

export function createFakePipe(onChange: () => void): FakePipe {
  let chunks: Buffer[] = []
  let length = 0
  return {
    readers: 0,
    writers: 0,
    capacity: DEFAULT_CAPACITY,
    largestCapacity: LARGEST_CAPACITY,
    get length() {
      return length
    },
    get readable() {
      return length > 0 || this.writers === 0
    },
    get writable() {
      return this.readers === 0 || this.capacity - length >= Math.min(ATOMIC_BYTES, this.capacity)
    },
    put(bytes) {
      if (this.readers === 0) return -1
      const room = this.capacity - length
      if (bytes.length > room && bytes.length <= Math.min(ATOMIC_BYTES, this.capacity)) return 0
      const taken = Buffer.from(bytes.subarray(0, room))
      if (taken.length === 0) return 0
      chunks.push(taken)
      length += taken.length
      onChange()
      return taken.length
    },
    take(limit = length) {
      const all = Buffer.concat(chunks)
      const taken = all.subarray(0, limit)
      const rest = all.subarray(taken.length)
      chunks = rest.length === 0 ? [] : [rest]
      length = rest.length
      if (taken.length > 0) onChange()
      return taken
    },
  }
}
