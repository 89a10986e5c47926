// The beginning and the end of a listener program.

export type Environment = Readonly<Record<string, string | undefined>>

/** Throws when the program was not started by a supervisor: it would wait at its stdin for ever. */
export function mustBeSupervised(name: string, environment: Environment): void {
  if (environment.SUPERVISOR_ENABLED === undefined && environment.SUPERVISOR_SERVER_URL === undefined) {
    throw new Error(
      `${name} must be run as a supervisor event listener: name it in an [eventlistener:x] section`,
    )
  }
}

/**
 * Waits for the end of `listening`, or for the signal by which a supervisor stops programs, and then for `leave`. The
 * program ends when that is done.
 */
export async function untilStopped(listening: Promise<void>, leave: () => Promise<void>): Promise<void> {
  const onStop = () => {
    // A second signal ends it at once, as any program.
    process.removeListener('SIGTERM', onStop)
    // After `leave` nothing may keep it: the supervisor waits.
    leave().finally(() => process.exit(0))
  }
  process.on('SIGTERM', onStop)
  try {
    await listening
    await leave()
  } finally {
    process.removeListener('SIGTERM', onStop)
  }
}
