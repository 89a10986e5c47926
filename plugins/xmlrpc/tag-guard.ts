// Refuses what would make the XML parser slow: its time for a tag grows with the square of the white space in it.

/** A run of white space in a tag that no writer makes. */
const LONGEST_RUN = 256

const GREATER_THAN = 0x3e
const EXCLAMATION_MARK = 0x21
const SPACE = 0x20

/**
 * A check for the chunks of one body, in order: false = refuse it. Comments and CDATA are passed over, because the
 * parser looks for no attributes in them.
 */
export function createTagGuard(): (chunk: string) => boolean {
  let isInTag = false
  let isFirst = false
  let run = 0
  return (chunk) => {
    for (let at = 0; at < chunk.length; at += 1) {
      if (!isInTag) {
        at = chunk.indexOf('<', at)
        if (at < 0) return true
        isInTag = true
        isFirst = true
        run = 0
        continue
      }
      const code = chunk.charCodeAt(at)
      if (code === GREATER_THAN || (isFirst && code === EXCLAMATION_MARK)) isInTag = false
      else if (code > SPACE) run = 0
      else run += 1
      isFirst = false
      if (run > LONGEST_RUN) return false
    }
    return true
  }
}
