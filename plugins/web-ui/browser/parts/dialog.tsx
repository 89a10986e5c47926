// Questions before what cannot be undone, on the browser's own modal dialog (focus stays inside, Escape closes).

import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.js'

interface Question {
  readonly title: string
  readonly text: string
  /** What the button that does it says. */
  readonly action: string
  resolve(isWanted: boolean): void
}

const question = signal<Question | null>(null)

/** Asks; resolves false when the question is left. */
export function confirm(title: string, text: string, action: string): Promise<boolean> {
  question.value?.resolve(false)
  return new Promise((resolve) => {
    question.value = { title, text, action, resolve }
  })
}

function answer(isWanted: boolean): void {
  question.value?.resolve(isWanted)
  question.value = null
}

export function Dialogs() {
  const asked = question.value
  return asked === null ? null : (
    <Modal title={asked.title} onClose={() => answer(false)}>
      <p>{asked.text}</p>
      <div class="buttons">
        <button type="button" onClick={() => answer(false)}>
          {t('dialog.cancel')}
        </button>
        <button type="button" class="danger" onClick={() => answer(true)}>
          {asked.action}
        </button>
      </div>
    </Modal>
  )
}

interface ModalProps {
  readonly title: string
  readonly children: preact.ComponentChildren
  onClose(): void
}

/** A modal window with a title. Closes on Escape and on a click beside it. */
export function Modal({ title, children, onClose }: ModalProps) {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    element.current?.showModal()
    // The element goes without being closed, and then the browser does not give the focus back.
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div class="modal">
        <h2>{title}</h2>
        {children}
      </div>
    </dialog>
  )
}
