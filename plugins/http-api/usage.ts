// Where measurements come in: what processes use, from the plugin that measures it.

import type { Usage, UsageChange, UsageHistories } from 'reeve/schemas/api-types'
import { type Process, type ResourcePoint, resourceHooks, type Supervisor } from 'reeve/sdk'
import type { EventHub } from './event-hub.js'

export interface Usages {
  /** Null while nobody measures. */
  latest(process: Process): Usage | null
  /** Begins to measure, or keeps it going, until the returned function is called, and 15 minutes longer. */
  watch(hub: EventHub): () => void
  histories(processes: readonly Process[]): UsageHistories
}

export function createUsages(supervisor: Supervisor): Usages {
  const { meter, sampled } = resourceHooks(supervisor)
  let isTold = false
  return {
    latest(process) {
      const point = meter.current?.latest(process) ?? null
      return point === null ? null : usageOf(point)
    },
    watch(hub) {
      if (!isTold) {
        isTold = true
        sampled.tap('http-api', ({ at, usage }) => {
          const about = { topic: 'usage', namespec: null, group: null }
          hub.publish('usage', about, (): UsageChange => {
            const programs = [...usage].map(
              ([process, one]) => [process.namespec, usageOf({ at, ...one })] as const,
            )
            return { at: Math.trunc(at), programs: Object.fromEntries(programs) }
          })
        })
      }
      return meter.current?.acquire() ?? (() => {})
    },
    histories(processes) {
      meter.current?.acquire()()
      const known = processes.map(
        (process) => [process.namespec, (meter.current?.history(process) ?? []).map(usageOf)] as const,
      )
      return {
        now: Math.trunc(supervisor.clock.now()),
        intervalMs: meter.current?.intervalMs ?? null,
        capacity: meter.current?.capacity ?? 0,
        problem: meter.current === null ? 'no plugin measures' : meter.current.problem,
        programs: Object.fromEntries(known.filter(([, points]) => points.length > 0)),
      }
    },
  }
}

function usageOf({ at, cpuPercent, rssBytes }: ResourcePoint): Usage {
  return {
    at: Math.trunc(at),
    cpuPercent: cpuPercent === null ? null : Math.round(cpuPercent * 10) / 10,
    rssBytes,
  }
}
