// What one agreed difference says.

export interface Agreed {
  readonly scenario: string
  /** The transcript's note. */
  readonly what: string
  readonly reference: unknown
  readonly ours: unknown
  /** The EDGE, DOC or VER item of the specification, or the design's section 10. */
  readonly because: string
}

/** What ours adds to texts of all scenarios, and what they are without it. */
export interface AgreedEverywhere {
  readonly what: string
  readonly pattern: RegExp
  readonly replacement: string
  readonly because: string
}

/** A daemon's refusal to start, as the stage writes it. */
export const refusal = (error: string) => ({
  code: 2,
  stdout: '',
  stderr: [`Error: ${error}`, 'For help, use {supervisord} -h'],
})
