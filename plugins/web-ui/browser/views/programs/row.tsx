import { t } from '../../i18n/index.js'
import { forChanges } from '../../parts/viewer.js'
import { type Action, actionName, perform } from '../../store/actions.js'
import { select, selection } from '../../store/selection.js'

/** Where a row stands in the table. */
export interface Place {
  readonly index: number
  /** Pixels. */
  readonly top: number
  readonly height: number
  readonly isCurrent: boolean
}

interface RowProps extends Place {
  readonly kind: 'group' | 'program'
  readonly name: string
  /** The processes that it is about. */
  readonly namespecs: readonly string[]
  readonly actions: readonly Action[]
  readonly isOff?: boolean
  readonly children: preact.ComponentChildren
}

/** What every row has around its own cells: its place, the mark before them, and the buttons behind. */
export function Row({ kind, name, namespecs, actions, isOff, children, ...place }: RowProps) {
  const isSelected = namespecs.every((one) => selection.value.has(one))
  return (
    <div
      id={`row-${place.index}`}
      class={`row ${kind} ${place.isCurrent ? 'current' : ''}`}
      role="row"
      aria-rowindex={place.index + 2}
      style={{ transform: `translateY(${place.top}px)`, height: `${place.height}px` }}
    >
      <span class="cell mark" role="gridcell">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('programs.select', { name })}
          checked={isSelected}
          onChange={() => select(namespecs, !isSelected)}
        />
      </span>
      {children}
      <span class="cell actions" role="gridcell">
        {actions.map((action) => (
          <button
            key={action}
            type="button"
            tabIndex={-1}
            {...forChanges(isOff)}
            aria-label={t('programs.act', { action: actionName(action), name })}
            onClick={() => void perform(action, namespecs)}
          >
            {actionName(action)}
          </button>
        ))}
      </span>
    </div>
  )
}
