// The live table of all processes.

import { useRef } from 'preact/hooks'
import { t } from '../../i18n/index.js'
import { useScreen } from '../../parts/screen.js'
import { useVirtualList } from '../../parts/virtual-list.js'
import { isLoaded, names } from '../../store/programs.js'
import { useCurrentRow, useTableKeys } from './current.js'
import { GroupRow } from './group-row.js'
import { found, rows } from './list.js'
import { ProgramRow } from './program-row.js'
import { Toolbar } from './toolbar.js'

const HEIGHT = 38
/** Two lines. */
const NARROW_HEIGHT = 76

export function Programs() {
  const scroller = useRef<HTMLDivElement>(null)
  const all = rows.value
  const { isNarrow, scale } = useScreen()
  const rowHeight = isNarrow ? NARROW_HEIGHT : HEIGHT * scale
  const list = useVirtualList({ count: all.length, rowHeight, scroller })
  const current = useCurrentRow(list.scrollTo, scroller)
  useTableKeys(current)
  return (
    <div class="programs">
      <h1 class="sr-only">{t('programs.title')}</h1>
      <Toolbar />
      <div
        ref={scroller}
        class="table"
        role="grid"
        aria-label={t('programs.title')}
        aria-rowcount={all.length + 1}
        tabIndex={0}
        aria-activedescendant={current.at === null ? undefined : `row-${current.at}`}
      >
        <Head />
        <div class="rows" role="rowgroup" style={{ height: `${list.height}px` }}>
          {list.items.map(({ index, start }) => {
            const row = all[index]
            if (row === undefined) return null
            const place = { index, top: start, height: rowHeight, isCurrent: index === current.at }
            return row.kind === 'group' ? (
              <GroupRow key={`group ${row.group}`} {...row} {...place} />
            ) : (
              <ProgramRow key={row.namespec} namespec={row.namespec} {...place} />
            )
          })}
        </div>
      </div>
      <Nothing />
    </div>
  )
}

const COLUMNS = [
  ['state', 'column.state'],
  ['name', 'column.name'],
  ['uptime', 'column.uptime'],
  ['pid', 'column.pid'],
  ['restarts', 'column.restarts'],
  ['exit', 'column.exit'],
  ['cpu', 'column.cpu'],
  ['memory', 'column.memory'],
  ['log', 'column.log'],
] as const

function Head() {
  return (
    <div class="row head" role="row" aria-rowindex={1}>
      <span class="cell mark" role="columnheader">
        <span class="sr-only">{t('column.selected')}</span>
      </span>
      {COLUMNS.map(([name, text]) => (
        <span key={name} class={`cell ${name}`} role="columnheader">
          {t(text)}
        </span>
      ))}
      <span class="cell actions" role="columnheader">
        <span class="sr-only">{t('column.actions')}</span>
      </span>
    </div>
  )
}

function Nothing() {
  if (!isLoaded.value) return <p class="muted">{t('programs.loading')}</p>
  if (names.value.length === 0) return <p class="muted">{t('programs.none')}</p>
  return found.value.length === 0 ? <p class="muted">{t('programs.noneFound')}</p> : null
}
