// The processes that are marked in the table.

import { computed, signal } from '@preact/signals'
import { names } from './programs.js'

const marked = signal<ReadonlySet<string>>(new Set())

/** Who is gone is not marked any more. */
export const selection = computed<ReadonlySet<string>>(
  () => new Set(names.value.filter((name) => marked.value.has(name))),
)

export function select(names: readonly string[], isSelected: boolean): void {
  const next = new Set(selection.peek())
  for (const name of names) {
    if (isSelected) next.add(name)
    else next.delete(name)
  }
  marked.value = next
}

export function clearSelection(): void {
  marked.value = new Set()
}
