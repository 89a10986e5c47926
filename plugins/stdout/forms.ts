// The forms of a line: `name stdout | line`, a JSON object, or the line alone.

import type { Channel, Clock, Process } from 'reeve/sdk'
import type { LineSinkOptions } from './line-sink.js'

export type Format = 'prefix' | 'json' | 'plain'

type Render = LineSinkOptions['render']

const LINE_END = Buffer.from('\n')

/** Chosen once for each channel of each run. */
export const FORMS: Readonly<Record<Format, (channel: Channel, process: Process, clock: Clock) => Render>> = {
  prefix({ name }, { namespec }) {
    const prefix = Buffer.from(`${namespec.replace(/[\r\n]/g, ' ')} ${name} | `)
    return (line) => [prefix, line, LINE_END]
  },
  json(channel, process, clock) {
    const { name, group } = process
    return (line, isCut) =>
      Buffer.from(
        `${JSON.stringify({
          time: new Date(clock.now()).toISOString(),
          group: group.name,
          process: name,
          // The channel is opened before the process exists.
          pid: channel.pid,
          stream: channel.name,
          line: line.toString('utf8'),
          ...(isCut ? { partial: true } : {}),
        })}\n`,
      )
  },
  plain: () => (line, isCut) => (isCut ? line : [line, LINE_END]),
}
