// Stopping everything: groups of the same priority together, from the highest number to the lowest.

import type { Logger } from '../sdk/logger.js'
import type { ActiveGroups } from './active-groups.js'
import type { Clock, Timer } from './clock/port.js'
import * as messages from './log/messages.js'
import type { Group } from './process/group.js'

const REPORT_MS = 3000

/**
 * Stops all processes and waits for the last one (LIFE-54). Groups with nothing to stop cost no time (EDGE-11), groups
 * of equal priority are stopped together (EDGE-12).
 */
export async function stopEverything(groups: ActiveGroups, clock: Clock, log: Logger): Promise<void> {
  const report = startReport(groups, clock, log)
  try {
    for (const phase of phases(groups)) {
      for (const group of phase) group.stopForShutdown()
      report.begin()
      await Promise.all(phase.flatMap((group) => group.unstopped()).map((process) => process.untilStopped()))
    }
  } finally {
    report.end()
  }
}

/** Groups by descending priority; the last added first among equals (LIFE-55). */
function phases(groups: ActiveGroups): readonly (readonly Group[])[] {
  const byPriority = new Map<number, Group[]>()
  for (const group of groups.byPriority().toReversed()) {
    const { priority } = group.config
    const equals = byPriority.get(priority)
    if (equals === undefined) byPriority.set(priority, [group])
    else equals.push(group)
  }
  return [...byPriority.values()]
}

/** Names what has not died yet, once at the first stop and then every three seconds (LIFE-64). */
function startReport(groups: ActiveGroups, clock: Clock, log: Logger): { begin(): void; end(): void } {
  let timer: Timer | null = null
  const tell = () => {
    const waiting = groups.unstopped()
    if (waiting.length === 0) return
    messages.waitingToDie(
      log,
      waiting.map((process) => process.name),
    )
    for (const process of waiting) messages.stateAtShutdown(log, process.name, process.state)
    timer = clock.after(REPORT_MS, tell)
  }
  return {
    begin() {
      if (timer === null) tell()
    },
    end() {
      timer?.cancel()
    },
  }
}
