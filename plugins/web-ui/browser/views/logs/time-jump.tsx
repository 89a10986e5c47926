import { useState } from 'preact/hooks'
import { t } from '../../i18n/index.js'
import { messageOf } from '../../store/actions.js'
import { findTime, timeOf } from './line-time.js'
import type { LogModel } from './log-model.js'

/** Goes to a moment, in logs whose lines carry one. */
export function TimeJump({ model }: { readonly model: LogModel }) {
  const [note, setNote] = useState('')
  const hasTimes = model.lines.value.slice(0, 50).some((line) => timeOf(line.text) !== null)
  if (!hasTimes) return null
  const jump = async (text: string) => {
    const wanted = Date.parse(text)
    if (Number.isNaN(wanted)) return
    setNote(t('logs.searching'))
    try {
      const offset = await findTime(model.source, model.file.peek(), await model.size(), wanted)
      setNote(offset === null ? t('logs.noTimes') : '')
      if (offset !== null) await model.showFrom(offset)
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
