// Lines on the page: only those in sight, at the end while the end is in sight, at their place when older ones come.

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n/index.js'
import { useScreen } from '../../parts/screen.js'
import { useVirtualList, type VirtualList } from '../../parts/virtual-list.js'
import { LogText } from './ansi.js'
import type { Shown } from './log-model.js'
import type { Target } from './use-log-search.js'

export interface ShownLine {
  readonly key: string | number
  readonly text: string
  /** Which log it is from, where several are in one list. */
  readonly log?: number
}

interface LogLinesProps {
  readonly label: string
  readonly lines: readonly ShownLine[]
  /** Another object when the lines are another part of the log. */
  readonly shown?: Shown
  readonly isWrapped: boolean
  /** In lower case. */
  readonly marked: string
  /** The line that a search led to; null for none. */
  readonly target: Target | null
  onBeginning(): void
  onEnd(): void
}

const ROW_HEIGHT = 20
const NEAR = 4 * ROW_HEIGHT

export function LogLines(props: LogLinesProps) {
  const { label, lines, isWrapped, marked, target } = props
  const scroller = useRef<HTMLDivElement>(null)
  const list = useVirtualList({
    count: lines.length,
    rowHeight: ROW_HEIGHT * useScreen().scale,
    scroller,
    keyOf: (index) => lines[index]?.key ?? index,
  })
  useKeptPlace(scroller, lines, list, props.shown)
  const targetIndex = target === null ? -1 : lines.findIndex((line) => line.key === target.number)
  useEffect(() => {
    if (targetIndex >= 0) list.scrollTo(targetIndex, 'center')
  }, [target])
  const onScroll = () => {
    const element = scroller.current
    if (element === null) return
    if (element.scrollTop < NEAR) props.onBeginning()
    if (isNearEnd(element)) props.onEnd()
  }
  return (
    <div
      ref={scroller}
      class={`lines ${isWrapped ? 'wrapped' : ''}`}
      role="log"
      aria-live="off"
      aria-label={label}
      tabIndex={0}
      onScroll={onScroll}
    >
      <div class="all" style={{ height: `${list.height}px` }}>
        {list.items.map(({ index, start, key }) => {
          const line = lines[index]
          return line === undefined ? null : (
            <div
              key={key}
              ref={isWrapped ? list.measure : null}
              data-index={index}
              class={`line ${index === targetIndex ? 'target' : ''} ${line.log === undefined ? '' : `of-${line.log % 6}`}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <LogText line={line.text} marked={marked} />
            </div>
          )
        })}
      </div>
      {lines.length === 0 && <p class="muted">{t('logs.empty')}</p>}
    </div>
  )
}

function isNearEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
}

/** Stays at the end, or with the line that is in sight, when lines come or go at either end. */
function useKeptPlace(
  scroller: { readonly current: HTMLElement | null },
  lines: readonly ShownLine[],
  list: VirtualList,
  shown: Shown | undefined,
): void {
  const before = useRef({ first: lines[0]?.key, items: list.items, height: list.height, shown })
  const { current: element } = scroller
  // As it is before the lines that are drawn now.
  const top = element?.scrollTop ?? 0
  const wasAtEnd = element === null || isNearEnd(element)
  useLayoutEffect(() => {
    const { first, items, height, shown: shownBefore } = before.current
    const { current: place } = scroller
    if (place === null) return
    const isOther = shown !== shownBefore
    if (isOther ? shown?.edge === 'end' : wasAtEnd) place.scrollTop = place.scrollHeight
    else if (isOther) place.scrollTop = 0
    else if (first !== lines[0]?.key) {
      const inSight = items.find(({ end }) => end > top)
      const index = lines.findIndex(({ key }) => key === inSight?.key)
      // A jump may not be drawn yet: then no row in sight is known.
      if (inSight === undefined) place.scrollTop = top + list.height - height
      else place.scrollTop = index < 0 ? 0 : list.startOf(index) - (inSight.start - top)
    }
  }, [lines, list.height, shown])
  useLayoutEffect(() => {
    before.current = { first: lines[0]?.key, items: list.items, height: list.height, shown }
  })
}
