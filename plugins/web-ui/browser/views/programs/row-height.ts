// Rows of one height make a long table cheap. On a narrow screen each row takes two lines.

import { useEffect, useState } from 'preact/hooks'

const NARROW = matchMedia('(max-width: 720px)')
const HEIGHT = 38
const NARROW_HEIGHT = 76

export function useRowHeight(): number {
  const [isNarrow, setNarrow] = useState(NARROW.matches)
  useEffect(() => {
    const change = () => setNarrow(NARROW.matches)
    NARROW.addEventListener('change', change)
    return () => NARROW.removeEventListener('change', change)
  }, [])
  return isNarrow ? NARROW_HEIGHT : HEIGHT
}
