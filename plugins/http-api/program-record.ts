// A process as the API tells of it: one record with everything that a table shows.

import type { LogState, Program } from 'reeve/schemas/api-types'
import { type LogFile, PROCESS_STATES, type Process, type Supervisor } from 'reeve/sdk'
import { signalName } from './signal-name.js'
import type { Usages } from './usage.js'

export type DescribeProgram = (process: Process) => Program

/** `revision` gives the number of the latest event. */
export function createDescribe(
  supervisor: Supervisor,
  usages: Usages,
  revision: () => number,
): DescribeProgram {
  return (process) => {
    const { config, group, lastExit, deadline } = process
    const now = supervisor.clock.now()
    return {
      namespec: process.namespec,
      name: process.name,
      group: group.name,
      kind: group.config.kind,
      state: process.state,
      stateCode: PROCESS_STATES[process.state],
      description: process.info().description,
      pid: process.pid === 0 ? null : process.pid,
      startedAt: process.startedAt === 0 ? null : Math.trunc(process.startedAt),
      stoppedAt: process.stoppedAt === 0 ? null : Math.trunc(process.stoppedAt),
      now: Math.trunc(now),
      exitStatus: lastExit?.code ?? null,
      exitSignal: signalName(lastExit?.signal ?? null),
      exitExpected: lastExit?.expected ?? null,
      spawnError: process.spawnError,
      restarts: process.restarts,
      backoff: process.backoff,
      startretries: config.startretries,
      waitingFor: deadline?.for ?? null,
      waitingUntil: deadline === null ? null : Math.trunc(now + deadline.inMs),
      stdout: logState(process.stdoutLog),
      stderr: logState(process.stderrLog),
      priority: config.priority,
      groupPriority: group.config.priority,
      autostart: config.autostart,
      usage: usages.latest(process),
      revision: revision(),
    }
  }
}

function logState(log: LogFile): LogState {
  return { path: log.path, bytes: log.path === null ? 0 : log.tail(0, 0).offset }
}
