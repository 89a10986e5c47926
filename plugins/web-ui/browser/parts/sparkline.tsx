// A line of the last quarter of an hour, as wide as what is known of it.

import { daemonTime } from '../store/clock.js'
import { SPAN_MS } from '../store/usage.js'

const WIDTH = 90
const HEIGHT = 20

interface SparklineProps {
  readonly at: readonly number[]
  readonly values: readonly number[]
  /** The value at the upper edge, where the values stay below it. */
  readonly least: number
  readonly label: string
}

export function Sparkline({ at, values, least, label }: SparklineProps) {
  // The first table comes before the first measurement: it does not wait for empty drawings.
  if (at.length === 0) return null
  const from = daemonTime() - SPAN_MS
  const top = Math.max(least, ...values)
  const points = at.map((moment, index) => {
    const x = ((moment - from) / SPAN_MS) * WIDTH
    const y = HEIGHT - ((values[index] ?? 0) / top) * (HEIGHT - 2) - 1
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline points={points.join(' ')} />
    </svg>
  )
}
