// All cases, in the order of the table.

import type { BenchCase } from '../bench-case.js'
import { BOOT } from './boot.js'
import { GET_ALL, GET_STATE } from './calls.js'
import { CAPTURE_BLOCKS, CAPTURE_REFUSED, CAPTURE_WORDS } from './capture.js'
import { CROWD_CASE } from './crowd.js'
import { EVENTS, EVENTS_SDK, EVENTS_SHARED } from './events.js'
import { HOOKS } from './hooks.js'
import { MEMORY, WAKEUPS } from './idle.js'
import { MASS } from './mass.js'
import { PACE } from './pace.js'
import { RESPAWN } from './respawn.js'
import { STATUS } from './status.js'
import { TRICKLE } from './trickle.js'
import { WEB_UI } from './web-ui.js'

export const CASES: readonly BenchCase[] = [
  BOOT,
  RESPAWN,
  CROWD_CASE,
  PACE,
  MASS,
  CAPTURE_BLOCKS,
  CAPTURE_WORDS,
  CAPTURE_REFUSED,
  TRICKLE,
  EVENTS,
  EVENTS_SHARED,
  EVENTS_SDK,
  HOOKS,
  GET_STATE,
  GET_ALL,
  STATUS,
  WEB_UI,
  MEMORY,
  WAKEUPS,
]
