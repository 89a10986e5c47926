// What of the screen decides how high rows are. Rows of one height make long lists cheap.

import { useEffect, useState } from 'preact/hooks'

/** The same limits as in the style sheets. */
const NARROW = matchMedia('(max-width: 720px)')
const HUGE = matchMedia('(min-width: 3000px)')
/** How much larger the letters of a huge screen are. */
const HUGE_SCALE = 22 / 15

export interface Screen {
  readonly isNarrow: boolean
  /** What pixels have to be multiplied with. */
  readonly scale: number
}

function read(): Screen {
  return { isNarrow: NARROW.matches, scale: HUGE.matches ? HUGE_SCALE : 1 }
}

export function useScreen(): Screen {
  const [screen, setScreen] = useState(read)
  useEffect(() => {
    const change = () => setScreen(read())
    for (const limit of [NARROW, HUGE]) limit.addEventListener('change', change)
    return () => {
      for (const limit of [NARROW, HUGE]) limit.removeEventListener('change', change)
    }
  }, [])
  return screen
}
