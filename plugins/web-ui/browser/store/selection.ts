// The processes that are marked in the table.

import { signal } from '@preact/signals'

export const selection = signal<ReadonlySet<string>>(new Set())

export function select(names: readonly string[], isSelected: boolean): void {
  const next = new Set(selection.value)
  for (const name of names) {
    if (isSelected) next.add(name)
    else next.delete(name)
  }
  selection.value = next
}

export function clearSelection(): void {
  selection.value = new Set()
}
