// The guard around every tap: whatever a plugin does in a hook is blamed on it by name and goes no further.

import type { Clock } from '../sdk/clock.js'
import type { Logger } from '../sdk/logger.js'
import { PluginError } from './errors.js'
import { refuseWrongTaps } from './wrong-taps.js'

/** An async tap or `apply` that has not settled by then counts as failed. */
export const SETTLE_LIMIT_MS = 10_000

export interface GuardServices {
  readonly log: Pick<Logger, 'error' | 'debug'>
  readonly clock: Pick<Clock, 'after'>
  /** Hears of every tap and of every failure. */
  readonly records?: {
    tapped(tap: string, hook: string): void
    failed(error: PluginError): void
    /** Somebody asked for a hook that does not exist; `known` are those that do. */
    missed(hook: string, known: readonly string[]): void
  }
}

/** What follows from a failed tap: throws the error, or gives the result that the tap is taken to have returned. */
export type FailureRule = (error: PluginError) => unknown

export interface GuardRules {
  /** The hook's name for messages, with its contract: `stateChange`, `http.server`. */
  readonly hook: string
  readonly onFailure: FailureRule
  /** What is wrong with a result, as the end of a sentence: `returned no list of groups`. */
  readonly check?: (result: unknown) => string | undefined
}

type AnyFunction = (...parameters: unknown[]) => unknown

/** A hook of any copy of tapable: recognised by its parts, never by its class. */
export interface AnyHook {
  readonly taps: readonly { readonly name: string }[]
  readonly call: unknown
  intercept(interceptor: { register: (tap: AnyTap) => AnyTap }): void
  isUsed: () => boolean
}

interface AnyTap {
  readonly type: 'sync' | 'async' | 'promise'
  readonly name: string
  readonly fn: AnyFunction
}

export function isHook(value: unknown): value is AnyHook {
  return (
    typeof value === 'object' &&
    value !== null &&
    'taps' in value &&
    Array.isArray(value.taps) &&
    'intercept' in value &&
    typeof value.intercept === 'function'
  )
}

/** Only asynchronous hooks have no `call`. */
function isAsyncHook(hook: AnyHook): boolean {
  return hook.call === undefined
}

/**
 * Guards all taps of a hook, those of the past too. The order is the order of tapping: `stage` and `before` of
 * tapable are left out. The guard is built when a plugin taps, so that a call pays for nothing but the `try`.
 */
export function guardHook(hook: AnyHook, rules: GuardRules, services: GuardServices): void {
  const guard = isAsyncHook(hook) ? guardAsync : guardSync
  refuseWrongTaps(hook, rules.hook, isAsyncHook(hook))
  hook.intercept({
    register(tap) {
      services.records?.tapped(tap.name, rules.hook)
      return guard(tap, rules, services)
    },
  })
  // tapable counts the guard as a use; callers ask so as not to build what nobody takes.
  hook.isUsed = () => hook.taps.length > 0
}

function guardSync({ name, fn }: AnyTap, rules: GuardRules, services: GuardServices): AnyTap {
  function judge(result: unknown): unknown {
    if (isPromise(result)) {
      // The stray promise's own failure is the plugin's too, and must not end the daemon as an unhandled rejection.
      result.then(undefined, (error: unknown) => {
        const stray = failure(name, rules.hook, error)
        services.records?.failed(stray)
        services.log.error(stray.message)
      })
      return fail('REEVE_PLUGIN_PROMISE', new Error('returned a promise, but this hook does not wait'))
    }
    const problem = rules.check?.(result)
    return problem === undefined ? result : fail('REEVE_PLUGIN_RESULT', new Error(problem))
  }

  function fail(code: PluginError['code'], error: unknown): unknown {
    const failed = failure(name, rules.hook, error, code)
    services.records?.failed(failed)
    return rules.onFailure(failed)
  }

  return {
    type: 'sync',
    name,
    fn(...parameters) {
      let result: unknown
      try {
        result = fn(...parameters)
      } catch (error) {
        return fail('REEVE_PLUGIN', error)
      }
      return result === undefined ? undefined : judge(result)
    },
  }
}

/** Every tap of an async hook becomes a promise, so that an async function given to plain `tap` is waited for too. */
function guardAsync({ name, type, fn }: AnyTap, rules: GuardRules, services: GuardServices): AnyTap {
  const call = type === 'async' ? promisify(fn) : fn
  return {
    type: 'promise',
    name,
    async fn(...parameters) {
      try {
        const result = await settle(() => call(...parameters), name, `hook ${rules.hook}`, services.clock)
        const problem = result === undefined ? undefined : rules.check?.(result)
        if (problem !== undefined) throw failure(name, rules.hook, new Error(problem), 'REEVE_PLUGIN_RESULT')
        return result
      } catch (error) {
        const failed = failure(name, rules.hook, error)
        services.records?.failed(failed)
        return rules.onFailure(failed)
      }
    },
  }
}

function promisify(fn: AnyFunction): AnyFunction {
  return (...parameters) =>
    new Promise((resolve, reject) => {
      fn(...parameters, (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)))
    })
}

/** Waits for `work`, at most the settle limit. Rejects with a PluginError that names the plugin and the step. */
export async function settle<Result>(
  work: () => Result | Promise<Result>,
  plugin: string,
  step: string,
  clock: Pick<Clock, 'after'>,
): Promise<Result> {
  let cancel = () => {}
  const limit = new Promise<never>((_resolve, reject) => {
    const timer = clock.after(SETTLE_LIMIT_MS, () => {
      const error = new Error(`it did not settle in ${SETTLE_LIMIT_MS / 1_000} seconds`)
      reject(new PluginError(plugin, step, error, 'REEVE_PLUGIN_TIMEOUT'))
    })
    cancel = () => timer.cancel()
  })
  try {
    return await Promise.race([work(), limit])
  } catch (error) {
    throw error instanceof PluginError ? error : new PluginError(plugin, step, error)
  } finally {
    cancel()
  }
}

function failure(plugin: string, hook: string, error: unknown, code?: PluginError['code']): PluginError {
  return error instanceof PluginError ? error : new PluginError(plugin, `hook ${hook}`, error, code)
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** Logs what a plugin did wrong: one line for the operator, the stack for its author. */
export function logFailure(log: GuardServices['log'], error: PluginError): void {
  log.error(error.message)
  const { cause } = error
  if (cause instanceof Error && cause.stack !== undefined) log.debug(cause.stack)
}

/** The rule of observing hooks: logged, and the rest run. */
export function contain(services: GuardServices): FailureRule {
  return (error) => logFailure(services.log, error)
}

/** The rule of deciding hooks: whoever asked gets the error, and refuses. */
export function refuse(error: PluginError): never {
  throw error
}
