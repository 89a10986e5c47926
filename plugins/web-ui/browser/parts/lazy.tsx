// Views that most visits never see: their code is loaded when they are first shown.

import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { messageOf } from '../store/actions.js'

export function lazy(load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<ComponentType | null>(null)
  const problem = signal<string | null>(null)
  let isAsked = false
  const ask = () => {
    isAsked = true
    problem.value = null
    load().then(
      (view) => {
        loaded.value = view
      },
      (error: unknown) => {
        isAsked = false
        problem.value = messageOf(error)
      },
    )
  }
  return () => {
    if (!isAsked && problem.value === null) ask()
    const View = loaded.value
    if (View !== null) return <View />
    return problem.value === null ? null : <p class="failed page">{problem.value}</p>
  }
}
