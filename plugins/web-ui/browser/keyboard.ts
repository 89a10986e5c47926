// Shortcuts by name of key, kept by the views that answer to them; the help lists what is there.

import { signal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import type { TextKey } from './i18n/index.js'

export interface Shortcut {
  /** As in `KeyboardEvent.key`; `mod+` before it for Ctrl or Command. */
  readonly key: string
  readonly text: TextKey
  run(): void
}

export const shortcuts = signal<readonly Shortcut[]>([])

/**
 * Keeps shortcuts for as long as a component is shown: from its first drawing on, or a key would still mean what the
 * view before made of it. Later ones come first.
 */
export function useShortcuts(make: () => readonly Shortcut[], inputs: readonly unknown[] = []): void {
  useLayoutEffect(() => {
    const own = make()
    shortcuts.value = [...own, ...shortcuts.value]
    return () => {
      shortcuts.value = shortcuts.value.filter((one) => !own.includes(one))
    }
  }, inputs)
}

const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable]'
/** What has the focus is pressed by these keys. */
const PRESSED = 'a, button, summary, input, select'
const PRESSING: ReadonlySet<string> = new Set(['Enter', ' '])

/** Somebody who types means the letters; with Ctrl or Command, and for Escape, they mean us. */
function isForElement({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || key === 'Escape') return false
  return target.matches(TYPING) || (PRESSING.has(key) && target.matches(PRESSED))
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  const isModified = event.ctrlKey || event.metaKey
  if (!isModified && isForElement(event)) return
  const name = isModified ? `mod+${event.key.toLowerCase()}` : event.key
  const found = shortcuts.value.find((one) => one.key === name)
  if (found === undefined) return
  event.preventDefault()
  found.run()
})
