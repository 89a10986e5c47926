// From what a request says to the calls of a process that it stands for.

import { Fault, isFault, isStopped, type Process, type RequestOptions, type Supervisor } from 'reeve/sdk'
import type { ApiCall } from './calls.js'

/** Stops it if it runs, then starts it. A process that ends meanwhile by itself is stopped too. */
export async function restartProcess(process: Process, options: RequestOptions): Promise<void> {
  if (!isStopped(process.state)) {
    try {
      await process.stop()
    } catch (error) {
      if (!isFault(error) || error.faultName !== 'NOT_RUNNING') throw error
    }
  }
  await process.start(options)
}

/** A request waits for its end unless its body says otherwise. */
export function waitOption(body: ApiCall['body']): RequestOptions {
  return { wait: body.wait !== false }
}

/** Throws Fault BAD_SIGNAL. */
export function signalNumber(supervisor: Supervisor, signal: unknown): number {
  const number = supervisor.signalNumber(String(signal))
  if (number === undefined) throw new Fault('BAD_SIGNAL', String(signal))
  return number
}
