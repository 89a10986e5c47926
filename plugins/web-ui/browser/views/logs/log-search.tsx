import type { RefObject } from 'preact'
import { t } from '../../i18n/index.js'
import type { LogSearchState } from './use-log-search.js'

interface LogSearchProps {
  readonly search: LogSearchState
  readonly field: RefObject<HTMLInputElement | null>
}

/** The field of a search: Enter goes up, as in a log the newest is below; Shift+Enter down. */
export function LogSearch({ search, field }: LogSearchProps) {
  return (
    <span class="pair search">
      <input
        ref={field}
        type="search"
        aria-label={t('logs.search')}
        placeholder={`${t('logs.search')}  /`}
        value={search.text}
        onInput={(event) => search.setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void search.find(event.shiftKey ? 'down' : 'up')
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <button type="button" aria-label={t('logs.findUp')} onClick={() => void search.find('up')}>
        ↑
      </button>
      <button type="button" aria-label={t('logs.findDown')} onClick={() => void search.find('down')}>
        ↓
      </button>
      <span class="muted" role="status">
        {search.note}
      </span>
    </span>
  )
}
