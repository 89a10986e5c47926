// Searching a log: in what is loaded first, then, by the daemon, in the rest of the file.

import { useState } from 'preact/hooks'
import { get } from '../../api/request.js'
import type { LogMatches } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { messageOf } from '../../store/actions.js'
import { plainText } from './ansi.js'
import type { LogModel } from './log-model.js'

/** A line that somebody wants to see: by its number, which it keeps when others come before it. */
export interface Target {
  readonly number: number
}

export interface LogSearchState {
  readonly text: string
  /** The line that was found last; null for none. */
  readonly target: Target | null
  /** What is going on, for people. */
  readonly note: string
  setText(text: string): void
  setTarget(target: Target): void
  /** Goes to the next line that has the text, upwards or downwards. */
  find(direction: 'up' | 'down'): Promise<void>
}

export function useLogSearch(model: LogModel): LogSearchState {
  const [text, setText] = useState('')
  const [target, setTarget] = useState<Target | null>(null)
  const [note, setNote] = useState('')

  async function find(direction: 'up' | 'down'): Promise<void> {
    if (text === '') return
    const near = findLoaded(model, text, target, direction)
    if (near !== null) {
      setTarget(near)
      setNote('')
      return
    }
    setNote(t('logs.searching'))
    try {
      const offset = await findInFile(model, text, direction)
      setNote(offset === null ? t('logs.notFound') : '')
      if (offset === null) return
      await model.showFrom(offset)
      const found = findLoaded(model, text, null, 'down')
      setTarget(found)
      // Beyond what is shown of a very long line, or overwritten by what came after a carriage return.
      if (found === null) setNote(t('logs.notShown'))
    } catch (error) {
      setNote(messageOf(error))
    }
  }

  return {
    text,
    target,
    note,
    setTarget,
    find,
    setText(next) {
      setText(next)
      setTarget(null)
      setNote('')
    },
  }
}

/** From the line behind or before the last one that was found; without one, from the end or the beginning. */
function findLoaded(
  model: LogModel,
  text: string,
  target: Target | null,
  direction: 'up' | 'down',
): Target | null {
  const lines = model.lines.peek()
  const from = lines.findIndex((line) => line.number === target?.number)
  const wanted = text.toLowerCase()
  const has = (index: number) =>
    plainText(lines[index]?.text ?? '')
      .toLowerCase()
      .includes(wanted)
  const step = direction === 'up' ? -1 : 1
  const first = from >= 0 ? from + step : step < 0 ? lines.length - 1 : 0
  for (let index = first; index >= 0 && index < lines.length; index += step) {
    if (has(index)) return { number: lines[index]!.number }
  }
  return null
}

/** The daemon looks at a part of a long file for each answer. */
async function findInFile(model: LogModel, text: string, direction: 'up' | 'down'): Promise<number | null> {
  const isUp = direction === 'up'
  let from: number | null = isUp ? model.start : model.end
  while (from !== null) {
    const query = new URLSearchParams({
      text,
      from: String(from),
      limit: '1',
      file: String(model.file.peek()),
    })
    if (isUp) query.set('backward', 'true')
    const answer: LogMatches = await get<LogMatches>(`${model.source.path}/search?${query}`)
    const [match] = answer.matches
    if (match !== undefined) return match.offset
    from = answer.next
  }
  return null
}
