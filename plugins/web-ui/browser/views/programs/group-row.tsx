import { t } from '../../i18n/index.js'
import { programOf } from '../../store/programs.js'
import { isClosed, toggleGroup } from './list.js'
import { type Place, Row } from './row.js'

interface GroupRowProps extends Place {
  readonly group: string
  readonly namespecs: readonly string[]
}

const ACTIONS = ['start', 'restart', 'stop'] as const

export function GroupRow({ group, namespecs, ...place }: GroupRowProps) {
  const running = namespecs.filter((name) => programOf(name)?.value.state === 'RUNNING').length
  const isOpen = !isClosed(group)
  return (
    <Row {...place} kind="group" name={group} namespecs={namespecs} actions={ACTIONS}>
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
    </Row>
  )
}
