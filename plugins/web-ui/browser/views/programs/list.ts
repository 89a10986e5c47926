// Which rows the table has: what the filter lets through, by group, closed groups without their processes.

import { computed, signal } from '@preact/signals'
import type { ProcessState, Program } from '../../api/types.js'
import { finderOf } from '../../parts/words.js'
import { route, setQuery } from '../../router.js'
import { names, programOf } from '../../store/programs.js'

export type Row =
  | { readonly kind: 'group'; readonly group: string; readonly namespecs: readonly string[] }
  | { readonly kind: 'program'; readonly namespec: string }

export interface Filter {
  /** Words that must all occur in the name. */
  readonly text: string
  readonly group: string
  readonly states: readonly string[]
}

export const filter = computed<Filter>(() => {
  const { query } = route.value
  return {
    text: query.get('q') ?? '',
    group: query.get('group') ?? '',
    states: query.get('state')?.split(',').filter(Boolean) ?? [],
  }
})

export function changeFilter({ text, group, states }: Partial<Filter>): void {
  setQuery({
    ...(text === undefined ? {} : { q: text }),
    ...(group === undefined ? {} : { group }),
    ...(states === undefined ? {} : { state: states.join(',') }),
  })
}

function createIsWanted({ text, group, states }: Filter): (program: Program) => boolean {
  const isFound = finderOf(text)
  return (program) =>
    (group === '' || program.group === group) &&
    (states.length === 0 || states.includes(program.state)) &&
    isFound(program.namespec)
}

/** The names that the filter lets through. It looks at the states only where it asks for one. */
export const found = computed<readonly string[]>(() => {
  const isWanted = createIsWanted(filter.value)
  const looksAtState = filter.value.states.length > 0
  return names.value.filter((namespec) => {
    const program = looksAtState ? programOf(namespec)?.value : programOf(namespec)?.peek()
    return program !== undefined && isWanted(program)
  })
})

const closed = signal<ReadonlySet<string>>(new Set())

export function isClosed(group: string): boolean {
  return closed.value.has(group)
}

export function toggleGroup(group: string): void {
  const next = new Set(closed.value)
  if (!next.delete(group)) next.add(group)
  closed.value = next
}

/** A process that is alone in a group of its own name needs no line above it. */
export const rows = computed<readonly Row[]>(() => {
  const byGroup = new Map<string, string[]>()
  for (const namespec of found.value) {
    const group = programOf(namespec)?.peek().group ?? ''
    const members = byGroup.get(group)
    if (members === undefined) byGroup.set(group, [namespec])
    else members.push(namespec)
  }
  return [...byGroup].flatMap(([group, namespecs]): Row[] => {
    const programs = namespecs.map((namespec): Row => ({ kind: 'program', namespec }))
    if (namespecs.length === 1 && namespecs[0] === group) return programs
    const head: Row = { kind: 'group', group, namespecs }
    return closed.value.has(group) ? [head] : [head, ...programs]
  })
})

/** How many processes are in each state, of all. */
export const counts = computed<ReadonlyMap<ProcessState, number>>(() => {
  const result = new Map<ProcessState, number>()
  for (const namespec of names.value) {
    const state = programOf(namespec)?.value.state
    if (state !== undefined) result.set(state, (result.get(state) ?? 0) + 1)
  }
  return result
})
