import { at } from '../../api/request.js'
import type { History as HistoryAnswer, HistoryEntry } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { formatMoment } from '../../parts/format.js'
import { useAnswer } from '../../parts/use-answer.js'

interface HistoryProps {
  readonly namespec: string
  /** Of the last change: then there is more to tell. */
  readonly revision: number
}

/** The last state changes with their reasons, the newest first; crashes with the last that the process said. */
export function History({ namespec, revision }: HistoryProps) {
  const { answer, error } = useAnswer<HistoryAnswer>(at`/programs/${namespec}/history`, [revision])
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('process.history')}</h2>
      {error !== null && <p class="failed">{error.message}</p>}
      <ol class="history">
        {answer?.entries.toReversed().map((entry, index) => (
          <Entry key={`${entry.at} ${index}`} entry={entry} />
        ))}
      </ol>
      {answer?.entries.length === 0 && <p class="muted">{t('process.noHistory')}</p>}
    </section>
  )
}

function Entry({ entry }: { readonly entry: HistoryEntry }) {
  return (
    <li>
      <time dateTime={new Date(entry.at).toISOString()}>{formatMoment(entry.at)}</time>
      <span class={`badge ${entry.to.toLowerCase()}`}>{entry.to}</span>
      <span class="reason">{entry.reason}</span>
      {entry.output !== null && (
        <details open={entry.to === 'FATAL' || entry.exitStatus !== 0}>
          <summary>{t('process.lastWords', { channel: entry.output.channel })}</summary>
          <pre>{entry.output.text}</pre>
        </details>
      )}
    </li>
  )
}
