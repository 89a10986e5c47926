// Where measurements come in: what processes use, from whichever plugin measures it.

import type { Usage } from 'reeve/schemas/api-types'
import type { Process } from 'reeve/sdk'

export interface Usages {
  /** Null while nobody measures. */
  latest(process: Process): Usage | null
}

export function createUsages(): Usages {
  return { latest: () => null }
}
