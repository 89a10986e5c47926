import { useState } from 'preact/hooks'
import { t } from '../../i18n/index.js'
import { LogLines } from './log-lines.js'
import type { LogModel } from './log-model.js'
import { mergeLogs } from './merged.js'

interface MergedPaneProps {
  readonly models: readonly LogModel[]
  readonly isWrapped: boolean
}

/** Several logs in one list, each in a colour of its own. */
export function MergedPane({ models, isWrapped }: MergedPaneProps) {
  const [text, setText] = useState('')
  const lines = mergeLogs(models)
  const names = models.map((model) => model.source.name)
  return (
    <section class="pane" aria-label={t('logs.merged')}>
      <header>
        {names.map((name, index) => (
          <span key={name} class={`legend of-${index % 6}`}>
            {name}
          </span>
        ))}
        <input
          type="search"
          aria-label={t('logs.mark')}
          placeholder={t('logs.mark')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </header>
      <LogLines
        label={names.join(', ')}
        lines={lines}
        isWrapped={isWrapped}
        marked={text.toLowerCase()}
        target={null}
        onBeginning={() => undefined}
        onEnd={() => undefined}
      />
    </section>
  )
}
