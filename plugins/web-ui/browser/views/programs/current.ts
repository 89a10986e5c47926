// The row that the keys are about: moved by the arrows, marked by space, opened by Enter.

import { computed, signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { type Shortcut, useShortcuts } from '../../keyboard.js'
import { go } from '../../router.js'
import { type Action, perform } from '../../store/actions.js'
import { clearSelection, select, selection } from '../../store/selection.js'
import { found, type Row, rows, toggleGroup } from './list.js'

/** Whoever comes back from another view goes on where they were. */
const place = signal<number | null>(null)

export interface Current {
  /** Its place in the table; null before the first key. */
  readonly at: number | null
  move(step: number): void
}

/** Its place in the table, which can have become shorter since. */
const at = computed(() => {
  const last = rows.value.length - 1
  return place.value === null || last < 0 ? null : Math.min(place.value, last)
})

export function useCurrentRow(
  scrollTo: (at: number) => void,
  scroller: RefObject<HTMLElement | null>,
): Current {
  const current = at.value
  useEffect(() => {
    if (current !== null) scrollTo(current)
  }, [current])
  return {
    at: current,
    move(step) {
      const last = rows.peek().length - 1
      if (last < 0) return
      place.value = at.peek() === null ? 0 : Math.max(0, Math.min(last, (at.peek() ?? 0) + step))
      scroller.current?.focus({ preventScroll: true })
    },
  }
}

function namesOf(row: Row | undefined): readonly string[] {
  if (row === undefined) return []
  return row.kind === 'group' ? row.namespecs : [row.namespec]
}

/** What an action is about: what is marked, else the row. */
function targets(row: Row | undefined): readonly string[] {
  return selection.value.size > 0 ? [...selection.value] : namesOf(row)
}

function open(row: Row | undefined): void {
  if (row?.kind === 'program') go(['process', row.namespec])
  else if (row !== undefined) toggleGroup(row.group)
}

function mark(row: Row | undefined): void {
  const names = namesOf(row)
  select(names, !names.every((name) => selection.value.has(name)))
}

const PAGE = 15

export function useTableKeys(current: Current): void {
  useShortcuts(() => {
    // Keys can come faster than the page is drawn.
    const row = () => rows.peek()[at.peek() ?? -1]
    const act = (action: Action) => () => void perform(action, targets(row()))
    return [
      { key: 'ArrowDown', text: 'keys.down', run: () => current.move(1) },
      { key: 'ArrowUp', text: 'keys.up', run: () => current.move(-1) },
      { key: 'PageDown', text: 'keys.pageDown', run: () => current.move(PAGE) },
      { key: 'PageUp', text: 'keys.pageUp', run: () => current.move(-PAGE) },
      { key: 'Enter', text: 'keys.open', run: () => open(row()) },
      { key: ' ', text: 'keys.mark', run: () => mark(row()) },
      { key: 'a', text: 'keys.markAll', run: () => select(found.value, true) },
      { key: 'Escape', text: 'keys.unmark', run: clearSelection },
      { key: 's', text: 'keys.start', run: act('start') },
      { key: 'x', text: 'keys.stop', run: act('stop') },
      { key: 'r', text: 'keys.restart', run: act('restart') },
    ] satisfies readonly Shortcut[]
  })
}
