// What the daemon does at its signals.

import { isFault } from '../sdk/faults.js'
import * as messages from './log/messages.js'
import type { DaemonSignal, Posix } from './posix/port.js'
import type { SupervisorCore } from './supervisor.js'

/** Whom the signals are meant for; nobody until the first `set`. */
export interface CurrentSupervisor {
  set(supervisor: SupervisorCore): void
}

/**
 * Listens from the first supervisor on (SIG-01 to SIG-03), and then until the process ends: between two runs or at the
 * very end, too, a signal must not fall back to its default action.
 */
export function reactToSignals(posix: Posix): CurrentSupervisor {
  let current: SupervisorCore | null = null
  const listen = () => {
    for (const [signal, react] of REACTIONS) {
      posix.onSignal(signal, () => {
        if (current !== null) react(current, signal)
      })
    }
  }
  return {
    set(supervisor) {
      if (current === null) listen()
      current = supervisor
    },
  }
}

const REACTIONS: readonly (readonly [
  DaemonSignal,
  (supervisor: SupervisorCore, signal: DaemonSignal) => void,
])[] = [
  ['SIGTERM', requestExit],
  ['SIGINT', requestExit],
  ['SIGQUIT', requestExit],
  ['SIGHUP', requestRestart],
  ['SIGUSR2', requestReopen],
]

function requestExit(supervisor: SupervisorCore, signal: DaemonSignal): void {
  messages.exitRequest(supervisor.log, signal)
  supervisor.shutdown()
}

function requestReopen(supervisor: SupervisorCore): void {
  messages.reopenRequest(supervisor.log)
  supervisor.reopenLogs()
}

function requestRestart(supervisor: SupervisorCore): void {
  const { log } = supervisor
  if (supervisor.state === 'SHUTDOWN') {
    messages.restartRequestIgnored(log)
    return
  }
  messages.restartRequest(log)
  supervisor.restart().catch((error: unknown) => {
    if (!isFault(error)) throw error
    log.error(`restart refused, everything runs on as it is: ${error.message}`)
  })
}
