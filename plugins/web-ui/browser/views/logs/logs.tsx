// Logs of processes and of the daemon: followed, searched, wrapped, side by side or as one.

import { useMemo, useState } from 'preact/hooks'
import { t } from '../../i18n/index.js'
import { useShortcuts } from '../../keyboard.js'
import { go, route, setQuery } from '../../router.js'
import { names } from '../../store/programs.js'
import { useFollow } from './follow.js'
import { LogModel } from './log-model.js'
import { LogPane } from './log-pane.js'
import { MergedPane } from './merged-pane.js'
import { DAEMON, sourceOf } from './source.js'

const models = new Map<string, LogModel>()

/** A log that was looked at before is shown as it was, while it is still in the address. */
function modelOf(text: string): LogModel {
  const source = sourceOf(text)
  let model = models.get(source.name)
  if (model === undefined) {
    model = new LogModel(source)
    models.set(source.name, model)
    void model.showEnd().then(() => model?.readFiles())
  }
  return model
}

export function Logs() {
  const { path, query } = route.value
  const wanted = path.slice(1)
  const shown = useMemo(() => {
    const kept = new Set(wanted.map((one) => sourceOf(one).name))
    for (const name of models.keys()) if (!kept.has(name)) models.delete(name)
    return [...kept].map(modelOf)
  }, [wanted.join('\n')])
  const [isPaused, setPaused] = useState(false)
  const isWrapped = query.get('wrap') === '1'
  const isMerged = query.get('merged') === '1' && shown.length > 1
  useFollow(shown, !isPaused)
  useShortcuts(
    () => [
      { key: 'p', text: 'keys.pause', run: () => setPaused((one) => !one) },
      { key: 'w', text: 'keys.wrap', run: () => setQuery({ wrap: isWrapped ? '' : '1' }) },
    ],
    [isWrapped],
  )
  return (
    <div class="logs">
      <h1 class="sr-only">{t('logs.title')}</h1>
      <div class="toolbar">
        <AddLog shown={shown} />
        <label>
          <input
            type="checkbox"
            checked={isWrapped}
            onChange={(event) => setQuery({ wrap: event.currentTarget.checked ? '1' : '' })}
          />
          {t('logs.wrap')}
        </label>
        {shown.length > 1 && (
          <label>
            <input
              type="checkbox"
              checked={isMerged}
              onChange={(event) => setQuery({ merged: event.currentTarget.checked ? '1' : '' })}
            />
            {t('logs.merged')}
          </label>
        )}
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? t('logs.follow') : t('events.pause')}
        </button>
      </div>
      {shown.length === 0 && <p class="muted page">{t('logs.none')}</p>}
      <div class="panes">
        {isMerged ? (
          <MergedPane models={shown} isWrapped={isWrapped} />
        ) : (
          shown.map((model) => (
            <LogPane
              key={model.source.name}
              model={model}
              isWrapped={isWrapped}
              close={() => closeLog(model)}
            />
          ))
        )}
      </div>
    </div>
  )
}

function open(sources: readonly string[]): void {
  go(['logs', ...sources], Object.fromEntries(route.value.query))
}

function closeLog(model: LogModel): void {
  open(route.value.path.slice(1).filter((one) => sourceOf(one).name !== model.source.name))
}

/** How many the daemon follows on one stream. */
const MOST = 16

function AddLog({ shown }: { readonly shown: readonly LogModel[] }) {
  const isOpen = new Set(shown.map((model) => model.source.name))
  const all = [DAEMON, ...names.value.flatMap((name) => [`${name}/stdout`, `${name}/stderr`])]
  return (
    <label>
      <span class="sr-only">{t('logs.add')}</span>
      <select
        value=""
        disabled={shown.length >= MOST}
        onChange={(event) => open([...shown.map((model) => model.source.name), event.currentTarget.value])}
      >
        <option value="">{t('logs.add')}</option>
        {all
          .filter((name) => !isOpen.has(name))
          .map((name) => (
            <option key={name} value={name}>
              {name === DAEMON ? t('logs.daemon') : name}
            </option>
          ))}
      </select>
    </label>
  )
}
