// All facts, in the order of the specification.

import { DIALECT } from './dialect.js'
import { ENVIRONMENT } from './environment.js'
import { ERRORS } from './errors.js'
import { EXPANSIONS } from './expansions.js'
import type { ConfigFact } from './fact.js'
import { GROUPS } from './groups.js'
import { INCLUDE } from './include.js'
import { SERVERS } from './servers.js'

export const FACTS: readonly ConfigFact[] = [
  ...DIALECT,
  ...EXPANSIONS,
  ...INCLUDE,
  ...ERRORS,
  ...ENVIRONMENT,
  ...SERVERS,
  ...GROUPS,
]
