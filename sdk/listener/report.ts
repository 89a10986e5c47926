// What a supervised program tells listeners: text between two tags on its output (PROCESS_COMMUNICATION events).

import { writeSync } from 'node:fs'

const BEGIN = '<!--XSUPERVISOR:BEGIN-->'
const END = '<!--XSUPERVISOR:END-->'
const FDS = { stdout: 1, stderr: 2 } as const

/**
 * Sends `text` to the listeners of PROCESS_COMMUNICATION_STDOUT. The program's section needs a
 * `stdout_capture_maxbytes` above the length of the text; without one it stands in the log, tags included. A listener
 * itself can only use stderr. Throws a RangeError for a text that has the closing tag in it.
 */
export function report(text: string): void {
  reportTo('stdout', text)
}

/** The same for one of the two channels, each with its own `..._capture_maxbytes` and event. */
export function reportTo(channel: 'stdout' | 'stderr', text: string): void {
  if (text.includes(END)) throw new RangeError(`the text has ${END} in it, which would end it early`)
  const bytes = Buffer.from(BEGIN + text + END)
  for (let written = 0; written < bytes.length; ) written += writeSync(FDS[channel], bytes, written)
}
