import { t } from '../../i18n/index.js'
import { viewerHint } from '../../parts/viewer.js'
import { perform } from '../../store/actions.js'
import { canChange } from '../../store/daemon.js'
import { programOf } from '../../store/programs.js'
import { select, selection } from '../../store/selection.js'
import { isClosed, toggleGroup } from './list.js'
import { type Place, styleOf } from './place.js'

interface GroupRowProps extends Place {
  readonly group: string
  readonly namespecs: readonly string[]
}

export function GroupRow({ group, namespecs, index, ...place }: GroupRowProps) {
  const running = namespecs.filter((name) => programOf(name)?.value.state === 'RUNNING').length
  const isSelected = namespecs.every((name) => selection.value.has(name))
  const isOpen = !isClosed(group)
  return (
    <div
      id={`row-${index}`}
      class={`row group ${place.isCurrent ? 'current' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      style={styleOf(place)}
    >
      <span class="cell mark" role="gridcell">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('programs.select', { name: group })}
          checked={isSelected}
          onChange={() => select(namespecs, !isSelected)}
        />
      </span>
      <span class="cell title" role="gridcell">
        <button
          type="button"
          class="quiet"
          tabIndex={-1}
          aria-expanded={isOpen}
          onClick={() => toggleGroup(group)}
        >
          {isOpen ? '▾' : '▸'} {group}
        </button>
        <span class="muted">{t('programs.running', { running, all: namespecs.length })}</span>
      </span>
      <span class="cell actions" role="gridcell">
        {(['start', 'restart', 'stop'] as const).map((action) => (
          <button
            key={action}
            type="button"
            tabIndex={-1}
            disabled={!canChange.value}
            title={viewerHint()}
            aria-label={t('programs.act', { action: t(`action.${action}`), name: group })}
            onClick={() => void perform(action, namespecs)}
          >
            {t(`action.${action}`)}
          </button>
        ))}
      </span>
    </div>
  )
}
