// Result handlers: the usual one, and those that sections name (CFG-EVL-03, EXT-07).

import {
  type Config,
  eventListenerHooks,
  type GroupConfig,
  RejectEvent,
  type ResultHandler,
  type Section,
  StartUpError,
  type Supervisor,
} from 'reeve/sdk'
import { settingsOf } from './pool-config.js'

const DEFAULT_NAME = 'supervisor.dispatchers:default_handler'
export const OK = Buffer.from('OK')

/** Accepts `OK` and nothing else. */
export const defaultHandler: ResultHandler = (_event, result) => {
  if (!result.equals(OK)) throw new RejectEvent(result.toString())
}

/**
 * The handler of a pool, at once where nothing has to be imported. An unknown Python name gets the default after one
 * warning. Rejects with a StartUpError for a module that cannot be used.
 */
export function findHandler(
  group: GroupConfig,
  config: Config,
  supervisor: Supervisor,
): ResultHandler | Promise<ResultHandler> {
  const name = settingsOf(group).result_handler
  if (name === null || name === '' || name === DEFAULT_NAME) return defaultHandler
  const known = eventListenerHooks(supervisor).handlers.get(name)
  if (known !== undefined) return known
  const section = config.sections.find(({ kind, name }) => kind === group.kind && name.trim() === group.name)
  return section === undefined ? defaultHandler : load(name, section, supervisor)
}

async function load(name: string, section: Section, supervisor: Supervisor): Promise<ResultHandler> {
  let found: unknown
  try {
    found = await supervisor.loadModule(name, section)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const reason = message.replace(`[${section.header}]: `, '')
    throw new StartUpError(`${name} cannot be resolved within [${section.header}]: ${reason}`)
  }
  if (found === undefined) return defaultHandler
  if (typeof found === 'function') return found as ResultHandler
  throw new StartUpError(`${name} cannot be resolved within [${section.header}]: it is not a function`)
}
