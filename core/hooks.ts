// The core's hooks, made from tapable, each with its rule for a tap that fails (design 4).

import { AsyncSeriesHook, SyncBailHook, SyncHook, SyncWaterfallHook } from 'tapable'
import type { SupervisorHooks } from '../sdk/hooks.js'
import {
  type AnyHook,
  contain,
  type FailureRule,
  type GuardRules,
  type GuardServices,
  guardHook,
  logFailure,
  refuse,
} from './hook-guard.js'
import { noticeMissing } from './wrong-taps.js'

/** What a failed tap means, by hook: an observer is contained; a decision fails closed. */
type Meaning = 'contain' | 'refuse' | 'hold'

interface HookRule {
  readonly onFailure: Meaning
  readonly check?: (result: unknown) => string | undefined
}

/**
 * `refuse`: the caller gets the PluginError (config error, start-up error, spawn error of that process). `hold`: the
 * process waits, with the failure as the reason that the operator sees. A failed `restartDecision` leaves it to the
 * policy, and a failed `stopDecision` lets the stop go on, because a stop must always be possible.
 */
export const HOOK_RULES: Readonly<Record<keyof SupervisorHooks, HookRule>> = {
  config: { onFailure: 'refuse', check: unless(Array.isArray, 'returned no list of groups') },
  open: { onFailure: 'refuse' },
  boot: { onFailure: 'refuse' },
  ready: { onFailure: 'refuse' },
  beforeSpawn: { onFailure: 'refuse', check: unless(isSpawnSpec, 'returned no spawn specification') },
  channelOpen: { onFailure: 'contain' },
  stateChange: { onFailure: 'contain' },
  waitChange: { onFailure: 'contain' },
  restartDecision: { onFailure: 'contain', check: unless(has('restart', 'boolean'), 'returned no decision') },
  startDecision: { onFailure: 'hold', check: unless(has('hold', 'string'), 'returned no hold') },
  runningDecision: { onFailure: 'hold', check: unless(has('hold', 'string'), 'returned no hold') },
  stopDecision: { onFailure: 'contain', check: unless(has('hold', 'string'), 'returned no hold') },
  groupAdded: { onFailure: 'contain' },
  groupRemoved: { onFailure: 'contain' },
  groupChanged: { onFailure: 'contain' },
  event: { onFailure: 'contain' },
  logReopen: { onFailure: 'contain' },
  snapshot: { onFailure: 'contain' },
  stopping: { onFailure: 'contain' },
  shutdown: { onFailure: 'contain' },
}

/** The hooks of one supervisor, frozen and guarded. */
export function createHooks(services: GuardServices): SupervisorHooks {
  const hooks: SupervisorHooks = {
    config: new SyncWaterfallHook(['groups', 'config']),
    open: new AsyncSeriesHook(['supervisor']),
    boot: new AsyncSeriesHook(['supervisor']),
    ready: new AsyncSeriesHook(['supervisor']),
    beforeSpawn: new SyncWaterfallHook(['spec', 'process']),
    channelOpen: new SyncHook(['channel', 'process']),
    stateChange: new SyncHook(['change']),
    waitChange: new SyncHook(['process']),
    restartDecision: new SyncBailHook(['process', 'exit']),
    startDecision: new SyncBailHook(['process']),
    runningDecision: new SyncBailHook(['process']),
    stopDecision: new SyncBailHook(['process']),
    groupAdded: new SyncHook(['group']),
    groupRemoved: new SyncHook(['group']),
    groupChanged: new SyncHook(['group']),
    event: new SyncHook(['event']),
    logReopen: new SyncHook([]),
    snapshot: new SyncHook(['parts']),
    stopping: new SyncHook([]),
    shutdown: new AsyncSeriesHook(['supervisor']),
  }
  for (const [name, rule] of Object.entries(HOOK_RULES)) {
    const rules: GuardRules = { hook: name, ...rule, onFailure: ruleFor(rule.onFailure, services) }
    // tapable's types name the parameters of each hook; the guard treats all of them alike.
    guardHook(hooks[name as keyof SupervisorHooks] as unknown as AnyHook, rules, services)
  }
  const names = Object.keys(hooks)
  noticeMissing(hooks, (name) => services.records?.missed(name, names))
  return Object.freeze(hooks)
}

/** Does anybody listen? */
export function isTapped(hook: { readonly taps: readonly unknown[] }): boolean {
  return hook.taps.length > 0
}

function ruleFor(meaning: Meaning, services: GuardServices): FailureRule {
  if (meaning === 'refuse') return refuse
  if (meaning === 'contain') return contain(services)
  return (error) => {
    logFailure(services.log, error)
    return { hold: error.message }
  }
}

function unless(
  isRight: (result: unknown) => boolean,
  problem: string,
): (result: unknown) => string | undefined {
  return (result) => (isRight(result) ? undefined : problem)
}

function isSpawnSpec(result: unknown): boolean {
  return has('file', 'string')(result) && Array.isArray((result as { readonly argv?: unknown }).argv)
}

function has(key: string, type: string): (result: unknown) => boolean {
  return (result) =>
    typeof result === 'object' && result !== null && typeof (result as Record<string, unknown>)[key] === type
}
