// What the daemon does at its signals.

import { isFault } from '../sdk/faults.js'
import * as messages from './log/messages.js'
import type { DaemonSignal, Posix } from './posix/port.js'
import type { SupervisorCore } from './supervisor.js'

const EXIT_SIGNALS: readonly DaemonSignal[] = ['SIGTERM', 'SIGINT', 'SIGQUIT']

/** SIG-01 to SIG-03. Returns the end of it. */
export function reactToSignals(posix: Posix, supervisor: SupervisorCore): () => void {
  const { log } = supervisor
  const forget = EXIT_SIGNALS.map((signal) =>
    posix.onSignal(signal, () => {
      messages.exitRequest(log, signal)
      supervisor.shutdown()
    }),
  )
  forget.push(
    posix.onSignal('SIGHUP', () => requestRestart(supervisor)),
    posix.onSignal('SIGUSR2', () => {
      messages.reopenRequest(log)
      supervisor.reopenLogs()
    }),
  )
  return () => {
    for (const one of forget) one()
  }
}

function requestRestart(supervisor: SupervisorCore): void {
  const { log } = supervisor
  if (supervisor.state === 'SHUTDOWN') {
    messages.restartRequestIgnored(log)
    return
  }
  messages.restartRequest(log)
  try {
    supervisor.restart()
  } catch (error) {
    if (!isFault(error)) throw error
    log.error(`restart refused, everything runs on as it is: ${error.message}`)
  }
}
