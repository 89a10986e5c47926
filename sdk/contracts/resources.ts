// The resources plugin's contract: CPU and memory of each program, sampled while somebody wants to know.

import { SyncHook } from 'tapable'
import type { Process } from '../process.js'
import type { Supervisor } from '../supervisor.js'

/** What a program with all of its descendants used at one moment. */
export interface ResourceUsage {
  /** 100 is one CPU kept busy since the sample before; null at the first sample of a process. */
  readonly cpuPercent: number | null
  /** Resident memory of the tree in bytes. */
  readonly rssBytes: number
}

/** One point of a history. `at` is wall-clock milliseconds. */
export interface ResourcePoint extends ResourceUsage {
  readonly at: number
}

/** One sample of everything that runs. */
export interface ResourceSample {
  readonly at: number
  readonly usage: ReadonlyMap<Process, ResourceUsage>
}

export interface ResourceMeter {
  /** Between two samples; the second follows the first sooner, so that CPU figures appear at once. */
  readonly intervalMs: number
  /** Points that a history can have. */
  readonly capacity: number
  /** Why nothing can be measured here, for people; null where it can, or was not tried yet. */
  readonly problem: string | null
  /**
   * Begins to sample, or keeps it going; the first sample is taken at once. Call what it returns when the figures are
   * no longer wanted: sampling ends, and what is known is dropped, 15 minutes after the last one.
   */
  acquire(): () => void
  /** Of the last sample; null for a process that did not run then. */
  latest(process: Process): ResourcePoint | null
  /** At most the last 15 minutes, oldest first; moments in which the process did not run are left out. */
  history(process: Process): readonly ResourcePoint[]
}

export interface ResourceHooks {
  /**
   * Fires: after each sample, while somebody wants figures.
   * May: look at it.
   * Must not: keep a process beyond its group.
   * Order: the history has the sample already.
   * A throw: is logged, and the rest run.
   */
  readonly sampled: SyncHook<[ResourceSample]>
  /** Put in by the plugin that measures, when it is applied: ask for it in a later hook, or when it is needed. */
  readonly meter: { current: ResourceMeter | null }
}

/** The resources plugin's hooks. */
export function resourceHooks(supervisor: Supervisor): ResourceHooks {
  return supervisor.contract('resources', () => ({
    sampled: new SyncHook<[ResourceSample]>(['sample']),
    meter: { current: null },
  }))
}
