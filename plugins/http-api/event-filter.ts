// Which events a stream wants: kinds of the stream and types of Supervisor's events, of some processes or of all.

import type { Supervisor } from 'reeve/sdk'
import { type Entry, KINDS, USUAL_KINDS } from './event-hub.js'
import { Refusal } from './refusals.js'

export interface EventFilter {
  /** The same text for the same topics. */
  readonly interest: string
  readonly wantsTyped: boolean
  wants(topic: string): boolean
  passes(entry: Entry): boolean
}

/** Throws a Refusal for a type that there is not. */
export function createFilter(
  supervisor: Supervisor,
  types: readonly string[] | undefined,
  programs: readonly string[] | undefined,
): EventFilter {
  const wanted = new Set(types === undefined || types.length === 0 ? USUAL_KINDS : types)
  const kinds: ReadonlySet<string> = new Set(KINDS)
  for (const type of wanted) {
    if (!kinds.has(type) && !supervisor.eventTypes.has(type)) {
      throw new Refusal(400, 'BAD_ARGUMENTS', `there is no event type ${type}`)
    }
  }
  const isOfProgram = createProgramFilter(programs)
  return {
    interest: [...wanted].sort().join(','),
    wantsTyped: [...wanted].some((type) => !kinds.has(type)),
    wants(topic) {
      for (let type: string | null = topic; type != null; type = supervisor.eventTypes.get(type) ?? null) {
        if (wanted.has(type)) return true
      }
      return false
    },
    passes: isOfProgram,
  }
}

/** What is about no process, and what is about all, passes always. */
function createProgramFilter(programs: readonly string[] | undefined): (entry: Entry) => boolean {
  if (programs === undefined || programs.length === 0) return () => true
  const names = new Set(programs.filter((name) => !/:\*?$/.test(name)))
  const groups = new Set(
    programs.filter((name) => /:\*?$/.test(name)).map((name) => name.slice(0, name.indexOf(':'))),
  )
  return ({ namespec, group }) => {
    if (namespec === null && group === null) return true
    if (group !== null && groups.has(group)) return true
    if (namespec !== null) return names.has(namespec) || names.has(`${group}:${namespec}`)
    return [...names].some((name) => name.split(':', 1)[0] === group)
  }
}
