// Arguments as clients send them, checked where a wrong type could do harm.

import { Fault } from 'reeve/sdk'
import type { XmlRpcValue } from 'reeve/sdk/xmlrpc'

// Differs from Supervisor: a name or an offset of a wrong type is a fault here, not HTTP 500 (RPC-08).
function refuse(): never {
  throw new Fault('INCORRECT_PARAMETERS')
}

export function asText(value: XmlRpcValue): string {
  return typeof value === 'string' ? value : refuse()
}

/** A group's name: other plain values are names that no group has. */
export function asGroupName(value: XmlRpcValue): string {
  return typeof value === 'object' ? refuse() : String(value)
}

/** Offsets and lengths also arrive as digits, doubles and booleans. */
export function asInteger(value: XmlRpcValue): number {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : refuse()
}

/** `wait` is as often 1 or 0 as it is a boolean. */
export function asBoolean(value: XmlRpcValue): boolean {
  return Boolean(value)
}
