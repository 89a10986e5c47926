// One log with what can be done with it.

import { useMemo, useRef } from 'preact/hooks'
import { API } from '../../api/request.js'
import { t } from '../../i18n/index.js'
import { useShortcuts } from '../../keyboard.js'
import { formatBytes, formatMoment } from '../../parts/format.js'
import { LogLines } from './log-lines.js'
import type { LogModel } from './log-model.js'
import { LogSearch } from './log-search.js'
import { TimeJump } from './time-jump.js'
import { useLogSearch } from './use-log-search.js'

interface LogPaneProps {
  readonly model: LogModel
  readonly isWrapped: boolean
  close(): void
}

export function LogPane({ model, isWrapped, close }: LogPaneProps) {
  const { source } = model
  const lines = model.lines.value
  const shown = useMemo(() => lines.map(({ number, text }) => ({ key: number, text })), [lines])
  const search = useLogSearch(model)
  const field = useRef<HTMLInputElement>(null)
  useShortcuts(() => [{ key: '/', text: 'keys.search', run: () => field.current?.select() }])
  return (
    <section class="pane" aria-label={source.name}>
      <header>
        <strong>{source.name}</strong>
        <Files model={model} />
        <Older model={model} />
        <LogSearch search={search} field={field} />
        <TimeJump model={model} onFound={search.setTarget} />
        <a href={`${API}${source.path}/download?file=${model.file.value}`} download>
          {t('logs.download')}
        </a>
        {!model.isAtEnd.value && (
          <button type="button" onClick={() => void model.showEnd()}>
            {t('logs.toEnd')}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-label={t('logs.close', { name: source.name })}
          onClick={close}
        >
          ×
        </button>
      </header>
      {model.error.value !== null && (
        <p class="failed" role="alert">
          {model.error.value}
        </p>
      )}
      <LogLines
        label={source.name}
        lines={shown}
        shown={model.shown.value}
        isWrapped={isWrapped}
        marked={search.text.toLowerCase()}
        target={search.target}
        onBeginning={() => void model.readBefore()}
        onEnd={() => void model.readAfter()}
      />
    </section>
  )
}

/** Back through rotated files: the list is read when it is opened. */
function Files({ model }: { readonly model: LogModel }) {
  const files = model.files.value
  return (
    <select
      aria-label={t('logs.file')}
      value={model.file.value}
      onFocus={() => void model.readFiles()}
      onChange={(event) => void model.showEnd(Number(event.currentTarget.value))}
    >
      {files.length === 0 && <option value={model.file.value}>{t('logs.current')}</option>}
      {files.map(({ file, bytes, modifiedAt }) => (
        <option key={file} value={file}>
          {file === 0 ? t('logs.current') : `.${file}`} {formatBytes(bytes)} {formatMoment(modifiedAt)}
        </option>
      ))}
    </select>
  )
}

/** At the beginning of a file one goes on with the one that was written before it. */
function Older({ model }: { readonly model: LogModel }) {
  const older = model.file.value + 1
  if (model.hasBefore.value || !model.files.value.some(({ file }) => file === older)) return null
  return (
    <button type="button" onClick={() => void model.showEnd(older)}>
      {t('logs.older')}
    </button>
  )
}
