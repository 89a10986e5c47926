// Above the table: search, states with their counts, and what can be done with what is marked.

import { useRef } from 'preact/hooks'
import type { ProcessState } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { useShortcuts } from '../../keyboard.js'
import { SignalPicker } from '../../parts/signal-picker.js'
import { forChanges } from '../../parts/viewer.js'
import { actionName, perform } from '../../store/actions.js'
import { clearSelection, selection } from '../../store/selection.js'
import { changeFilter, counts, filter, found } from './list.js'

const ORDER: readonly ProcessState[] = [
  'RUNNING',
  'STARTING',
  'BACKOFF',
  'FATAL',
  'EXITED',
  'STOPPED',
  'STOPPING',
  'UNKNOWN',
]

export function Toolbar() {
  const field = useRef<HTMLInputElement>(null)
  useShortcuts(() => [{ key: '/', text: 'keys.search', run: () => field.current?.select() }])
  const { text, group } = filter.value
  return (
    <div class="toolbar">
      <input
        ref={field}
        type="search"
        aria-label={t('programs.search')}
        placeholder={`${t('programs.search')}  /`}
        value={text}
        onInput={(event) => changeFilter({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return
          event.currentTarget.blur()
          // It ends the search, not the marks.
          event.stopPropagation()
        }}
      />
      {group !== '' && (
        <button type="button" class="chip on" onClick={() => changeFilter({ group: '' })}>
          {t('programs.group', { group })} ×
        </button>
      )}
      <fieldset class="chips">
        <legend class="sr-only">{t('programs.states')}</legend>
        {ORDER.map((state) => (
          <StateChip key={state} state={state} />
        ))}
      </fieldset>
      <Bulk />
    </div>
  )
}

function StateChip({ state }: { readonly state: ProcessState }) {
  const { states } = filter.value
  const isOn = states.includes(state)
  const count = counts.value.get(state) ?? 0
  if (count === 0 && !isOn) return null
  const toggle = () =>
    changeFilter({ states: isOn ? states.filter((one) => one !== state) : [...states, state] })
  return (
    <button
      type="button"
      class={`chip ${state.toLowerCase()} ${isOn ? 'on' : ''}`}
      aria-pressed={isOn}
      onClick={toggle}
    >
      {state} {count}
    </button>
  )
}

/** For what is marked, else for everything that is shown. */
function Bulk() {
  const marked = selection.value
  const names = marked.size > 0 ? [...marked] : found.value
  return (
    <div class={`bulk ${marked.size === 0 ? 'all' : ''}`}>
      <span class="muted" role="status">
        {marked.size > 0
          ? t('programs.marked', { count: marked.size })
          : t('programs.shown', { count: names.length })}
      </span>
      {(['start', 'restart', 'stop', 'clear-log'] as const).map((action) => (
        <button
          key={action}
          type="button"
          {...forChanges(names.length === 0)}
          onClick={() => void perform(action, names)}
        >
          {actionName(action)}
        </button>
      ))}
      <SignalPicker names={names} isDisabled={marked.size === 0} />
      {marked.size > 0 && (
        <button type="button" class="quiet" onClick={clearSelection}>
          {t('programs.unmark')}
        </button>
      )}
    </div>
  )
}
