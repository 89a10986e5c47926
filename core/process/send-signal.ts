import * as messages from '../log/messages.js'
import type { Engine } from './engine.js'

/** Signals a pid or its group. Someone who just died is no error; the end will be noticed (LIFE-23). */
export function sendSignal(
  name: string,
  pid: number,
  signal: number,
  asGroup: boolean,
  { posix, log }: Pick<Engine, 'posix' | 'log'>,
): void {
  const signalName = posix.signalName(signal) ?? String(signal)
  messages.killing(log, name, pid, signalName, asGroup)
  const errno = posix.kill(asGroup ? -pid : pid, signal)
  if (errno === 'ESRCH') messages.signalTooLate(log, name, pid, errno)
  else if (errno !== undefined) messages.signalFailed(log, name, pid, errno)
}
