// Where Reeve differs from Supervisor 4.2.5 on purpose. Everything else that differs is a failure, and so is an entry
// that no longer occurs.

import type { Agreed, AgreedEverywhere } from './agreed.js'
import { AGREED_OF_CHILDREN } from './children.js'
import { AGREED_OF_CONFIG } from './config.js'
import { AGREED_OF_FCGI } from './fcgi.js'
import { AGREED_OF_LOGS } from './logs.js'
import { AGREED_OF_PROCESSES } from './processes.js'

export type { Agreed, AgreedEverywhere } from './agreed.js'

export const EVERYWHERE: readonly AgreedEverywhere[] = [
  {
    what: 'each problem of a configuration names its file and line',
    pattern:
      / \[\{dir\}\/[\w.]+:\d+(, section [^\],;]+)?(, option [^\],;]+)?(; did you mean "[^"]+"\?)?\]$/gm,
    replacement: '',
    because: 'design 10: errors say where they are',
  },
]

export const AGREED: readonly Agreed[] = [
  ...AGREED_OF_PROCESSES,
  ...AGREED_OF_CONFIG,
  ...AGREED_OF_LOGS,
  ...AGREED_OF_FCGI,
  ...AGREED_OF_CHILDREN,
]
