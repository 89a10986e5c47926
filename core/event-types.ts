// All event names of one daemon.

import { EVENT_TYPES } from '../sdk/events.js'
import type { Plugin } from '../sdk/plugin.js'

/** Names and parents, in the order of the list: a parent stands before its children. */
export function eventTypes(plugins: readonly Plugin[]): ReadonlyMap<string, string | null> {
  return new Map<string, string | null>([
    ...Object.entries(EVENT_TYPES),
    ...plugins.flatMap(({ events }) => Object.entries(events ?? {})),
  ])
}
