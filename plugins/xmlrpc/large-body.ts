// Large calls: their XML is read in steps, with whatever else is due in between.

import type { Clock } from 'reeve/sdk'
import { readTreeInSteps, type XmlNode } from 'reeve/sdk/xmlrpc'

/**
 * Characters that are parsed at once. The parser's time is 0.4 to 0.8 ms for each KiB of a body, whatever it holds: a
 * call of 4 MiB would hold up everything for seconds.
 */
export const READ_AT_ONCE = 16 * 1024

/**
 * Tags of the largest call that is carried out; begin and end count as two. Decoding them holds everything up for a
 * tenth of a second. A multicall that asks for each of 3,000 processes has 90,000.
 */
export const TAG_LIMIT = 100_000

/** Calls back with the tree of a document, or with null for one that is not well-formed. */
export function readLargeBody(
  text: string,
  clock: Clock,
  done: (tree: readonly XmlNode[] | null) => void,
): void {
  const steps = readTreeInSteps(text)
  const next = () => {
    try {
      const step = steps.next()
      if (step.done === true) done(step.value)
      else clock.soon(next)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      done(null)
    }
  }
  clock.soon(next)
}
