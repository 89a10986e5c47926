// What is told of each program. The first names are node_exporter's (its supervisord collector), the next ones
// supervisord_exporter's, so that dashboards and alerts made for them go on working; the rest is told by nobody else.

import { isSignallable, PROCESS_STATES, type Process, type ProcessUsage } from 'reeve/sdk'
import { type Family, type Labels, renderFamily, renderLabels } from './exposition.js'
import type { Tallies } from './tallies.js'

/** Null: the process has no such figure now. */
interface ProgramMetric extends Family {
  value(process: Process, facts: ProgramFacts): number | null
  labels?(process: Process): Labels
}

export interface ProgramFacts {
  /** Wall-clock milliseconds. */
  readonly now: number
  /** Null where the system does not tell. */
  readonly usage: ReadonlyMap<Process, ProcessUsage> | null
  readonly tallies: Tallies
}

const exitStatus = (process: Process) => process.exitStatus ?? 0

const METRICS: readonly ProgramMetric[] = [
  {
    name: 'node_supervisord_up',
    type: 'gauge',
    help: 'Is there a process of the program?',
    value: ({ state }) => (isSignallable(state) ? 1 : 0),
  },
  {
    name: 'node_supervisord_state',
    type: 'gauge',
    help: 'State of the program by its number: 0 stopped, 10 starting, 20 running, 30 backoff, 40 stopping, 100 exited, 200 fatal.',
    value: ({ state }) => PROCESS_STATES[state],
  },
  {
    name: 'node_supervisord_exit_status',
    type: 'gauge',
    help: 'Exit status of the run that ended; -1 after a signal, 0 while it runs.',
    value: exitStatus,
  },
  {
    name: 'node_supervisord_start_time_seconds',
    type: 'counter',
    help: 'When the process was started, in seconds since 1970.',
    value: ({ state, startedAt }) => (isSignallable(state) ? Math.floor(startedAt / 1000) : null),
  },
  {
    name: 'supervisor_process_info',
    type: 'gauge',
    help: 'State and exit status as labels; the value is 1 while it is running.',
    labels: (process) => ({ state: process.state, exit_status: String(exitStatus(process)) }),
    value: ({ state }) => (state === 'RUNNING' ? 1 : 0),
  },
  {
    name: 'supervisor_process_uptime',
    type: 'gauge',
    help: 'Seconds since the start of a running process.',
    value: ({ state, startedAt }, { now }) =>
      state === 'RUNNING' ? Math.max(0, Math.floor((now - startedAt) / 1000)) : null,
  },
  {
    name: 'supervisor_process_restarts_total',
    type: 'counter',
    help: 'Starts that nobody asked for: after an end, or after a failed start.',
    value: ({ restarts }) => restarts,
  },
  {
    name: 'supervisor_process_cpu_seconds_total',
    type: 'counter',
    help: 'CPU time of the process and its descendants; begins anew with each start.',
    value: (process, { usage, tallies }) => tallies.cpuSeconds(process, usage?.get(process)),
  },
  {
    name: 'supervisor_process_resident_memory_bytes',
    type: 'gauge',
    help: 'Resident memory of the process and its descendants.',
    value: (process, { usage }) => usage?.get(process)?.treeRssBytes ?? null,
  },
  {
    name: 'supervisor_process_stdout_bytes_total',
    type: 'counter',
    help: 'Bytes that were read from its stdout.',
    value: (process, { tallies }) => tallies.bytes(process, 'stdout'),
  },
  {
    name: 'supervisor_process_stderr_bytes_total',
    type: 'counter',
    help: 'Bytes that were read from its stderr.',
    value: (process, { tallies }) => tallies.bytes(process, 'stderr'),
  },
]

export function renderPrograms(processes: readonly Process[], facts: ProgramFacts): string {
  const labelled = processes.map((process) => {
    const { name, group } = process
    return { process, labels: renderLabels({ name, group: group.name }) }
  })
  return METRICS.map((metric) => {
    const samples: (readonly [string, number])[] = []
    for (const { process, labels } of labelled) {
      const value = metric.value(process, facts)
      if (value === null) continue
      const more = metric.labels === undefined ? '' : `,${renderLabels(metric.labels(process))}`
      samples.push([labels + more, value])
    }
    return renderFamily(metric, samples)
  }).join('')
}
