// Contracts: the hooks that plugins own, kept by name so that every copy of the SDK meets the same ones.

import {
  type AnyHook,
  contain,
  type FailureRule,
  type GuardServices,
  guardHook,
  isHook,
  logFailure,
  refuse,
} from './hook-guard.js'
import { noticeMissing } from './wrong-taps.js'

/** `supervisor.contract`, and that of the client shell. */
export type ContractStore = <Hooks extends object>(name: string, create: () => Hooks) => Hooks

/** Questions of the kind "may this happen?": a failed tap is the answer no, and the failure is logged. */
const ANSWERED_NO: ReadonlySet<string> = new Set(['http.authenticate', 'http.authorize', 'rpc.authorize'])

/** A store of contracts: the first caller's `create` makes the hooks, and they are guarded at once. */
export function createContracts(services: GuardServices): ContractStore {
  const contracts = new Map<string, object>()
  return <Hooks extends object>(name: string, create: () => Hooks): Hooks => {
    // The name stands for the type: whoever asks for `http` gets what the first one made.
    const known = contracts.get(name)
    if (known !== undefined) return known as Hooks
    const made = guardContract(name, create(), services)
    contracts.set(name, made)
    return made
  }
}

/**
 * Freezes and guards the hooks of one contract. A hook that asks (bail, waterfall) gives its owner the PluginError; one
 * that tells is contained. Members that are no hooks stay as they are.
 */
function guardContract<Hooks extends object>(name: string, hooks: Hooks, services: GuardServices): Hooks {
  for (const [member, hook] of Object.entries(hooks)) {
    if (!isHook(hook)) continue
    const qualified = `${name}.${member}`
    guardHook(hook, { hook: qualified, onFailure: ruleFor(qualified, hook, services) }, services)
  }
  const names = Object.keys(hooks)
  const qualify = (member: string) => `${name}.${member}`
  noticeMissing(hooks, (member) => services.records?.missed(qualify(member), names.map(qualify)))
  return Object.freeze(hooks)
}

function ruleFor(name: string, hook: AnyHook, services: GuardServices): FailureRule {
  if (ANSWERED_NO.has(name)) {
    return (error) => {
      logFailure(services.log, error)
      return false
    }
  }
  return /Bail|Waterfall/.test(hook.constructor.name) ? refuse : contain(services)
}
