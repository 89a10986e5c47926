// The two hosts for programs that embed them: `import { createSupervisor, createCtl } from 'reeve'`.

import { SupervisorCore } from './supervisor.js'
import type { SupervisorParts } from './supervisor-parts.js'

export { createCtl } from './ctl/ctl.js'
export type { Outcome, SupervisorParts } from './supervisor-parts.js'
export type { SupervisorCore }

/**
 * A supervisor over its ports, log and configuration. Call `boot()`, then `run()`, which is fulfilled when a shutdown
 * or restart has stopped everything, and `dispose()` in any case.
 */
export function createSupervisor(parts: SupervisorParts): SupervisorCore {
  return new SupervisorCore(parts)
}
