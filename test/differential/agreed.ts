// Where Reeve differs from Supervisor 4.2.5 on purpose. Everything else that differs is a failure, and so is an entry
// that no longer occurs.

export interface Agreed {
  readonly scenario: string
  /** The transcript's note. */
  readonly what: string
  readonly reference: unknown
  readonly ours: unknown
  /** The EDGE, DOC or VER item of the specification, or the design's section 10. */
  readonly because: string
}

export const AGREED: readonly Agreed[] = []
