// CPU and memory of the last quarter of an hour.

import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { t } from '../../i18n/index.js'
import { formatBytes, formatClock, formatCpu } from '../../parts/format.js'
import { daemonTime } from '../../store/clock.js'
import { measured, SPAN_MS, seriesOf, wantHistory } from '../../store/usage.js'

export function Charts({ namespec }: { readonly namespec: string }) {
  useEffect(() => wantHistory(namespec), [namespec])
  void measured.value
  const { at, cpu, rss } = seriesOf(namespec)
  const seconds = at.map((moment) => moment / 1000)
  return (
    <section class="charts" aria-label={t('process.charts')}>
      <Chart title={t('column.cpu')} x={seconds} y={cpu} format={formatCpu} />
      <Chart title={t('column.memory')} x={seconds} y={rss} format={formatBytes} />
    </section>
  )
}

interface ChartProps {
  readonly title: string
  /** Seconds since 1970. */
  readonly x: readonly number[]
  readonly y: readonly number[]
  format(value: number): string
}

const HEIGHT = 160
const LABELS_WIDTH = 78
const SPAN_SECONDS = SPAN_MS / 1000

function Chart({ title, x, y, format }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(undefined)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const plot = createPlot(element, format)
    chart.current = plot
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [])
  useEffect(() => chart.current?.setData([[...x], [...y]]), [x.at(-1), x.length])
  const last = y.at(-1)
  return (
    <figure>
      <figcaption>
        {title} {last === undefined ? '' : format(last)}
      </figcaption>
      <div ref={place} class="chart" />
    </figure>
  )
}

/** The colours are those of the page at that moment. */
function createPlot(element: HTMLElement, format: (value: number) => string): uPlot {
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name)
  const style = getComputedStyle(element)
  const axis = {
    stroke: () => style.color,
    grid: { stroke: colour('--grid'), width: 1 },
    ticks: { show: false },
  }
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false },
      scales: {
        x: { range: () => [daemonTime() / 1000 - SPAN_SECONDS, daemonTime() / 1000] },
        y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] },
      },
      axes: [
        { ...axis, values: (_plot, seconds) => seconds.map((second) => formatClock(second * 1000)) },
        { ...axis, size: LABELS_WIDTH, values: (_plot, values) => values.map(format) },
      ],
      series: [{}, { stroke: () => style.outlineColor, width: 1.5, spanGaps: true }],
    },
    [[], []],
    element,
  )
}
