// The two streams between a listener and its supervisor; tests bring their own.

export interface Connection {
  /** How many events the supervisor would give before the first of them is answered; undefined or 1 = one. */
  readonly mostAhead?: number | undefined
  /** Begins to read. */
  open(reader: ConnectionReader): void
  /** Writes all of it before it returns. False: nobody reads any more. */
  write(bytes: Uint8Array): boolean
  /** Stops reading, so that it no longer keeps the program alive. */
  close(): void
}

export interface ConnectionReader {
  /** Takes the first `length` bytes; the buffer is the connection's again when the call returns. */
  bytes(buffer: Buffer, length: number): void
  /** Comes once. */
  end(): void
}
