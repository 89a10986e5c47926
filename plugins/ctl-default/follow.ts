// Showing a log as it grows, until Ctrl-C or the server's end (CTL-50..52).

import { ConnectionError, HttpStatusError } from 'reeve/sdk/client'
import type { Ctl } from 'reeve/sdk/ctl'

/** Transport problems are told on stderr and leave the exit status alone (CTL-51). */
// Differs from Supervisor: the log's bytes are written as they are; a character that two chunks share stays whole.
export async function followLog(
  ctl: Ctl,
  open: (signal: AbortSignal) => AsyncIterable<Buffer>,
): Promise<void> {
  ctl.output('==> Press Ctrl-C to exit <==')
  await ctl.interruptible(async (signal) => {
    try {
      for await (const bytes of open(signal)) ctl.write(bytes)
    } catch (error) {
      tellTransport(ctl, error)
    }
    if (signal.aborted) ctl.output('')
  })
}

/** Rethrows what is no transport problem. */
export function tellTransport(ctl: Ctl, error: unknown): void {
  if (error instanceof HttpStatusError) ctl.warn(`${error.url} Cannot read, status code ${error.status}`)
  else if (error instanceof ConnectionError)
    ctl.warn(`${error.serverurl} Cannot connect, error: ${error.message}`)
  else throw error
}
