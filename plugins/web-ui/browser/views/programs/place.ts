/** Where a row stands in the table. */
export interface Place {
  readonly index: number
  /** Pixels. */
  readonly top: number
  readonly height: number
  readonly isCurrent: boolean
}

export function styleOf({ top, height }: Pick<Place, 'top' | 'height'>) {
  return { transform: `translateY(${top}px)`, height: `${height}px` }
}
