// Short messages at the edge: what an action came to.

import { signal } from '@preact/signals'
import { t } from '../i18n/index.js'

interface Toast {
  readonly id: number
  readonly kind: 'done' | 'failed'
  readonly text: string
}

const DONE_MS = 4_000
const KEPT = 5

const toasts = signal<readonly Toast[]>([])
let lastId = 0

/** Shows a message. Failures stay until they are closed. */
export function toast(kind: Toast['kind'], text: string): void {
  lastId += 1
  const id = lastId
  toasts.value = [...toasts.value, { id, kind, text }].slice(-KEPT)
  if (kind === 'done') setTimeout(() => close(id), DONE_MS)
}

function close(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

export function Toasts() {
  return (
    <div class="toasts" role="log" aria-live="polite">
      {toasts.value.map(({ id, kind, text }) => (
        <div key={id} class={`toast ${kind}`}>
          <span>{text}</span>
          <button type="button" class="quiet" aria-label={t('toast.close')} onClick={() => close(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  )
}
