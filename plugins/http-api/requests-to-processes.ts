// Requests that are more than one call of a process.

import { Fault, isFault, isStopped, type Process, type RequestOptions, type Supervisor } from 'reeve/sdk'

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

/** Throws Fault BAD_SIGNAL. */
export function signalNumber(supervisor: Supervisor, signal: unknown): number {
  const number = supervisor.signalNumber(String(signal))
  if (number === undefined) throw new Fault('BAD_SIGNAL', String(signal))
  return number
}
