// An answer of the API while a component is shown: asked again when its inputs change, dropped when it goes.

import { useEffect, useState } from 'preact/hooks'
import { get } from '../api/request.js'

export interface Answered<Answer> {
  /** The last one; null before the first. */
  readonly answer: Answer | null
  readonly error: Error | null
}

export function useAnswer<Answer>(path: string, inputs: readonly unknown[] = []): Answered<Answer> {
  const [answered, setAnswered] = useState<Answered<Answer>>({ answer: null, error: null })
  useEffect(() => {
    const controller = new AbortController()
    get<Answer>(path, controller.signal).then(
      (answer) => setAnswered({ answer, error: null }),
      (error: unknown) => {
        if (controller.signal.aborted) return
        setAnswered(({ answer }) => ({
          answer,
          error: error instanceof Error ? error : new Error(String(error)),
        }))
      },
    )
    return () => controller.abort()
  }, [path, ...inputs])
  return answered
}
