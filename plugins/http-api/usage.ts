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
  const writtenSince = createOutputCounter()
  let isTold = false
  let lastAt: number | null = null
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
            const logBytes = Object.fromEntries(writtenSince(usage.keys()))
            const sinceMs = lastAt === null ? null : Math.trunc(at - lastAt)
            lastAt = at
            return { at: Math.trunc(at), sinceMs, programs: Object.fromEntries(programs), logBytes }
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

interface Counted {
  readonly pid: number
  readonly bytes: number
}

/** Tells, by namespec, what the runs wrote since it was asked before; the first time nothing is known yet. */
function createOutputCounter(): (processes: Iterable<Process>) => readonly (readonly [string, number])[] {
  let before: ReadonlyMap<Process, Counted> | null = null
  return (processes) => {
    const now = new Map<Process, Counted>()
    const written: [string, number][] = []
    for (const process of processes) {
      const { pid, outputBytes: bytes } = process
      const known = before?.get(process)
      const more = before === null ? 0 : known?.pid === pid ? bytes - known.bytes : bytes
      if (more > 0) written.push([process.namespec, more])
      now.set(process, { pid, bytes })
    }
    before = now
    return written
  }
}

function usageOf({ at, cpuPercent, rssBytes }: ResourcePoint): Usage {
  return {
    at: Math.trunc(at),
    cpuPercent: cpuPercent === null ? null : Math.round(cpuPercent * 10) / 10,
    rssBytes,
  }
}
