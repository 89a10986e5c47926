// Which methods may be called: all of them, or those that `whitelist` names.

import { customFault, Fault, type Supervisor } from 'reeve/sdk'

const NOT_IN_WHITELIST = 230

/** Names between commas; none at all allows everything. */
export function readWhitelist(text = ''): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Throws Fault SHUTDOWN_STATE or NOT_IN_WHITELIST. */
export function checkCall(
  supervisor: Pick<Supervisor, 'state'>,
  whitelist: readonly string[],
  method: string,
): void {
  if (supervisor.state !== 'RUNNING') throw new Fault('SHUTDOWN_STATE')
  if (whitelist.length > 0 && !whitelist.includes(method)) {
    throw customFault(NOT_IN_WHITELIST, 'NOT_IN_WHITELIST', method)
  }
}
