// Faults that several commands expect.

import { FAULTS, RemoteFault } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl } from 'reeve/sdk/ctl'

export function isFaultCode(error: unknown, code: number): error is RemoteFault {
  return error instanceof RemoteFault && error.faultCode === code
}

/** Calls; a server that is shutting down makes `line` and the exit status 1, and the result undefined. */
export async function unlessShuttingDown<Result>(
  ctl: Ctl,
  line: string,
  call: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await call()
  } catch (error) {
    if (!isFaultCode(error, FAULTS.SHUTDOWN_STATE)) throw error
    ctl.output(line)
    ctl.fail(CTL_EXIT.GENERIC)
    return undefined
  }
}
