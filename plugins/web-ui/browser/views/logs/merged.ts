// Several logs as one: by the times that their lines carry, else by when they came.

import type { Line } from './line-buffer.js'
import { timeOf } from './line-time.js'
import type { ShownLine } from './log-lines.js'
import type { LogModel } from './log-model.js'

/** Of each log, so that sorting stays cheap. */
const SHOWN = 5_000

const times = new WeakMap<Line, number>()

interface Timed extends ShownLine {
  readonly time: number
}

export function mergeLogs(models: readonly LogModel[]): readonly ShownLine[] {
  const all = models.flatMap((model, log) => timedLines(model, log))
  // The sort keeps the order of equals: within a log lines stay as they were written.
  return all.sort((one, other) => one.time - other.time)
}

function timedLines(model: LogModel, log: number): readonly Timed[] {
  let last = 0
  return model.lines.value.slice(-SHOWN).map((line) => {
    // A line without a time belongs to the one before it: the rest of a stack trace.
    last = Math.max(last, times.get(line) ?? remember(line, last))
    return { key: `${log} ${line.number}`, text: line.text, log, time: last }
  })
}

function remember(line: Line, before: number): number {
  const time = timeOf(line.text) ?? (before === 0 ? line.at : before)
  times.set(line, time)
  return time
}
