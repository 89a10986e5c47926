// Only the rows that can be seen are in the document, however many there are.

import {
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useLayoutEffect, useReducer, useState } from 'preact/hooks'

interface ListOptions {
  readonly count: number
  /** Pixels; a guess where rows are measured. */
  readonly rowHeight: number
  readonly scroller: RefObject<HTMLElement | null>
  /** What a row is known by while others come before it. */
  keyOf?(index: number): string | number
}

export interface VirtualList {
  readonly items: readonly VirtualItem[]
  /** The height of all rows together, in pixels. */
  readonly height: number
  /** Where a row begins, in pixels. */
  startOf(index: number): number
  scrollTo(index: number, align?: 'auto' | 'start' | 'center' | 'end'): void
  /** For rows of different heights: the `ref` of each, with its index in `data-index`. */
  measure(element: Element | null): void
}

const OVERSCAN = 12

export function useVirtualList({ count, rowHeight, scroller, keyOf }: ListOptions): VirtualList {
  const [, redraw] = useReducer((version: number) => version + 1, 0)
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    measureElement,
    onChange: redraw,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  }
  const [list] = useState(() => new Virtualizer<HTMLElement, Element>(options))
  list.setOptions(options)
  useLayoutEffect(() => list._didMount(), [])
  useLayoutEffect(() => list._willUpdate())
  useLayoutEffect(() => list.measure(), [rowHeight])
  return {
    items: list.getVirtualItems(),
    height: list.getTotalSize(),
    startOf: (index) => list.measurementsCache[index]?.start ?? 0,
    scrollTo: (index, align = 'auto') => list.scrollToIndex(index, { align }),
    measure: (element) => list.measureElement(element),
  }
}
