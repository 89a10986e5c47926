// Only the rows that can be seen are in the document, however many there are.

import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useLayoutEffect, useReducer, useState } from 'preact/hooks'

interface ListOptions {
  readonly count: number
  readonly rowHeight: number
  readonly scroller: RefObject<HTMLElement | null>
}

export interface VirtualList {
  readonly items: readonly VirtualItem[]
  /** The height of all rows together, in pixels. */
  readonly height: number
  scrollTo(index: number): void
}

const OVERSCAN = 12

export function useVirtualList({ count, rowHeight, scroller }: ListOptions): VirtualList {
  const [, redraw] = useReducer((version: number) => version + 1, 0)
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: redraw,
  }
  const [list] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options))
  list.setOptions(options)
  useLayoutEffect(() => list._didMount(), [])
  useLayoutEffect(() => list._willUpdate())
  useLayoutEffect(() => list.measure(), [rowHeight])
  return {
    items: list.getVirtualItems(),
    height: list.getTotalSize(),
    scrollTo: (index) => list.scrollToIndex(index, { align: 'auto' }),
  }
}
