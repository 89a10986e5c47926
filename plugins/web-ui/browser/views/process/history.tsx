import { at } from '../../api/request.js'
import type { History as HistoryAnswer, HistoryEntry } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { formatMoment } from '../../parts/format.js'
import { useAnswer } from '../../parts/use-answer.js'
import { LogText } from '../logs/ansi.js'
import { clean } from '../logs/line-buffer.js'

interface HistoryProps {
  readonly namespec: string
  /** Of the last change: then there is more to tell. */
  readonly revision: number
}

/** The last state changes with their reasons, the newest first; crashes with the last that the process said. */
export function History({ namespec, revision }: HistoryProps) {
  const { answer, error } = useAnswer<HistoryAnswer>(at`/programs/${namespec}/history`, [revision])
  const entries = answer?.entries.toReversed() ?? []
  const latestCrash = entries.find(hasFailed)
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('process.history')}</h2>
      {error !== null && <p class="failed">{error.message}</p>}
      <ol class="history">
        {entries.map((entry) => (
          <Entry key={`${entry.at} ${entry.to}`} entry={entry} isOpen={entry === latestCrash} />
        ))}
      </ol>
      {answer?.entries.length === 0 && <p class="muted">{t('process.noHistory')}</p>}
    </section>
  )
}

/** Did it end in a way that its last words explain? */
function hasFailed({ to, exitStatus, output }: HistoryEntry): boolean {
  return output !== null && (to === 'FATAL' || exitStatus !== 0)
}

interface EntryProps {
  readonly entry: HistoryEntry
  /** Are the last words shown unasked? One of a row of crashes is enough, and others push it out of sight. */
  readonly isOpen: boolean
}

function Entry({ entry, isOpen }: EntryProps) {
  return (
    <li>
      <time dateTime={new Date(entry.at).toISOString()}>{formatMoment(entry.at)}</time>
      <span class={`badge ${entry.to.toLowerCase()}`}>{entry.to}</span>
      <span class="reason">{entry.reason}</span>
      {entry.output !== null && (
        <details open={isOpen}>
          <summary>{t('process.lastWords', { channel: entry.output.channel })}</summary>
          <pre>
            <LogText line={entry.output.text.split('\n').map(clean).join('\n')} marked="" />
          </pre>
        </details>
      )}
    </li>
  )
}
