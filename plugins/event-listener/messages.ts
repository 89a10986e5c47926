// The log lines about pools and listeners, in Supervisor's words (MSG-06..10). Those of each event are built only when
// they are written.

import type { Logger } from 'reeve/sdk'

export function overflowed(log: Logger, pool: string, serial: number): void {
  log.error(`pool ${pool} event buffer overflowed, discarding event ${serial}`)
}

export function rebuffering(log: Logger, pool: string, serial: number, size: number, most: number): void {
  log.debug(`rebuffering event ${serial} for pool ${pool} (buf size=${size}, max=${most})`)
}

export function sent(log: Logger, listener: string, serial: number): void {
  if (log.enabled('debug')) log.debug(`event ${serial} sent to listener ${listener}`)
}

export function brokenPipe(log: Logger, listener: string, serial: number): void {
  log.debug(`epipe occurred while sending event ${serial} to listener ${listener}, listener state unchanged`)
}

export function notTaken(log: Logger, listener: string, serial: number, reason: string): void {
  log.debug(`event ${serial} was not sent to listener ${listener}: ${reason}`)
}

export function stateChanged(log: Logger, listener: string, from: string, to: string): void {
  if (log.enabled('debug')) log.debug(`${listener}: ${from} -> ${to}`)
}

export function processed(log: Logger, listener: string): void {
  if (log.enabled('debug')) log.debug(`${listener}: event was processed`)
}

export function rejected(log: Logger, listener: string): void {
  log.warn(`${listener}: event was rejected`)
}

export function causedError(log: Logger, listener: string, reason: string): void {
  log.warn(`${listener}: event caused an error`)
  log.debug(`${listener}: ${reason}`)
}

export function badResultLine(log: Logger, listener: string, line: string): void {
  log.warn(`${listener}: bad result line: '${line}'`)
}

export function enteredUnknown(log: Logger, listener: string): void {
  log.warn(
    `${listener}: has entered the UNKNOWN state and will no longer receive events, this usually indicates the process ` +
      'violated the eventlistener protocol',
  )
}

export function handlerFailed(log: Logger, listener: string, reason: string): void {
  log.error(
    `${listener}: its result_handler returned a promise that failed, which changes nothing: ${reason}`,
  )
}

export function handlerMissing(log: Logger, reason: string): void {
  log.error(`${reason}; the default handler is used`)
}
