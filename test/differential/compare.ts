// Compares two transcripts, and the differences with those that are agreed.

import { isDeepStrictEqual } from 'node:util'
import type { Agreed, AgreedEverywhere } from './agreed/index.js'
import type { Note } from './stage.js'

export interface Difference {
  readonly what: string
  readonly reference: unknown
  readonly ours: unknown
}

/** Our notes without what is agreed everywhere; `onUse` hears which agreement was needed. */
export function withoutAdditions(
  notes: readonly Note[],
  additions: readonly AgreedEverywhere[],
  onUse: (addition: AgreedEverywhere) => void,
): Note[] {
  const reduce = (value: unknown): unknown => {
    if (typeof value === 'string') return additions.reduce(applied(onUse), value)
    if (Array.isArray(value)) return value.map(reduce)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, reduce(member)]))
  }
  return notes.map((note) => ({ ...note, value: reduce(note.value) }))
}

function applied(onUse: (addition: AgreedEverywhere) => void) {
  return (text: string, addition: AgreedEverywhere): string => {
    const reduced = text.replace(addition.pattern, addition.replacement)
    if (reduced !== text) onUse(addition)
    return reduced
  }
}

export function differences(reference: readonly Note[], ours: readonly Note[]): Difference[] {
  const found: Difference[] = []
  for (let index = 0; index < Math.max(reference.length, ours.length); index += 1) {
    const [theirs, mine] = [reference[index], ours[index]]
    if (theirs?.what !== mine?.what) {
      found.push({ what: `note ${index}`, reference: theirs?.what, ours: mine?.what })
    } else if (!isDeepStrictEqual(theirs?.value, mine?.value)) {
      found.push({ what: theirs?.what ?? '', reference: theirs?.value, ours: mine?.value })
    }
  }
  return found
}

/** What is wrong with a scenario's differences, in words; empty when exactly the agreed ones occurred. */
export function judge(found: readonly Difference[], agreed: readonly Agreed[]): string[] {
  const isAgreed = (difference: Difference) => agreed.some((one) => matches(one, difference))
  return [
    ...found.filter((difference) => !isAgreed(difference)).map(describe),
    ...agreed
      .filter((one) => !found.some((difference) => matches(one, difference)))
      .map((one) => `agreed but does not occur: ${one.what} (${one.because})`),
  ]
}

function matches(agreed: Agreed, difference: Difference): boolean {
  return (
    agreed.what === difference.what &&
    isDeepStrictEqual(agreed.reference, difference.reference) &&
    isDeepStrictEqual(agreed.ours, difference.ours)
  )
}

function describe(difference: Difference): string {
  const [reference, ours] = [difference.reference, difference.ours].map((value) =>
    JSON.stringify(value, null, 1),
  )
  return `${difference.what}\n  Supervisor: ${reference}\n  Reeve: ${ours}`
}
