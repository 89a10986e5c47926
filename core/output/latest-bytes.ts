// The end of a stream of bytes, up to a limit, whatever the size of its pieces.

export interface LatestBytes {
  readonly length: number
  /** Copies `bytes`; beyond the limit the oldest are forgotten. */
  add(bytes: Buffer): void
  /** A copy of what is kept, oldest first. */
  read(): Buffer
  /** The same, and forgets it. */
  take(): Buffer
}

const FIRST_BYTES = 1_024
const EMPTY = Buffer.alloc(0)

/** A ring that grows up to `limit` bytes: kept as pieces, a program that writes byte by byte would cost a hundredfold. */
export function createLatestBytes(limit: number): LatestBytes {
  let ring = EMPTY
  let length = 0
  /** Where the next byte goes. It returns to 0 only in a ring of full size. */
  let end = 0

  function reserve(wanted: number): void {
    if (wanted <= ring.length) return
    const larger = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(wanted, ring.length * 2, FIRST_BYTES)))
    ring.copy(larger, 0, 0, length)
    ring = larger
    end = length
  }

  function read(): Buffer {
    const start = end - length
    return start < 0
      ? Buffer.concat([ring.subarray(ring.length + start), ring.subarray(0, end)])
      : Buffer.from(ring.subarray(start, end))
  }

  return {
    get length() {
      return length
    },
    add(bytes) {
      const latest = bytes.subarray(Math.max(0, bytes.length - limit))
      if (latest.length === 0) return
      const total = Math.min(limit, length + latest.length)
      reserve(total)
      const fitting = Math.min(latest.length, ring.length - end)
      latest.copy(ring, end, 0, fitting)
      latest.copy(ring, 0, fitting)
      end = (end + latest.length) % ring.length
      length = total
    },
    read,
    take() {
      const whole = read()
      // A small one serves the next text too.
      if (ring.length > FIRST_BYTES) ring = EMPTY
      length = 0
      end = 0
      return whole
    },
  }
}
