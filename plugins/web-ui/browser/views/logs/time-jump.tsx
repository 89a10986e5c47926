import { useRef, useState } from 'preact/hooks'
import { t } from '../../i18n/index.js'
import { messageOf } from '../../store/actions.js'
import type { Line } from './line-buffer.js'
import { findTime, timeOf } from './line-time.js'
import type { LogModel } from './log-model.js'
import type { Target } from './use-log-search.js'

interface TimeJumpProps {
  readonly model: LogModel
  onFound(target: Target): void
}

/** Goes to the first line of a moment or after it, in logs whose lines carry one. */
export function TimeJump({ model, onFound }: TimeJumpProps) {
  const [note, setNote] = useState('')
  const hasTimes = useRef(false)
  hasTimes.current ||= carriesTimes(model.lines.value)
  if (!hasTimes.current) return null
  const jump = async (text: string) => {
    const wanted = Date.parse(text)
    if (Number.isNaN(wanted)) return
    setNote(t('logs.searching'))
    try {
      const offset = await findTime(model.source, model.file.peek(), await model.size(), wanted)
      setNote(offset === null ? t('logs.noTimes') : '')
      if (offset === null) return
      await model.showFrom(offset)
      const found = lineAt(model, wanted)
      if (found !== undefined) onFound(found)
    } catch (error) {
      setNote(messageOf(error))
    }
  }
  return (
    <label>
      <span class="sr-only">{t('logs.time')}</span>
      <input
        type="datetime-local"
        step={1}
        title={t('logs.time')}
        onChange={(event) => void jump(event.currentTarget.value)}
      />
      <span class="muted" role="status">
        {note}
      </span>
    </label>
  )
}

const SAMPLE = 50

/** Of a log whose lines carry a time some may not, in rows of hundreds: a few at either end tell, and once is enough. */
function carriesTimes(lines: readonly Line[]): boolean {
  return [...lines.slice(0, SAMPLE), ...lines.slice(-SAMPLE)].some(({ text }) => timeOf(text) !== null)
}

/** The first line that is not older; the last one where all are. */
function lineAt(model: LogModel, wanted: number): Target | undefined {
  const lines = model.lines.peek()
  return lines.find((line) => (timeOf(line.text) ?? Number.NEGATIVE_INFINITY) >= wanted) ?? lines.at(-1)
}
