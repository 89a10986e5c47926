// All scenarios, the longest first, so that none is left running alone at the end.

import { ACCESS } from './access.js'
import { CHILDREN } from './children.js'
import { CONFIG } from './config.js'
import { CONTAINERS } from './containers.js'
import { CONTROL } from './control.js'
import { CROSSED } from './crossed.js'
import { FCGI } from './fcgi.js'
import { GROUPS } from './groups.js'
import { IMAGES } from './images.js'
import { LIFE } from './life.js'
import { LIFECYCLE } from './lifecycle.js'
import { LISTENERS } from './listeners.js'
import { OUTPUT } from './output.js'
import { PAGES } from './pages.js'
import { RELOAD } from './reload.js'
import { ROTATION } from './rotation.js'
import { RPC } from './rpc.js'
import { SECOND } from './second.js'
import { SHELL } from './shell.js'
import { SOFTWARE } from './software.js'
import { SPAWNING } from './spawning.js'
import { STOPPING } from './stopping.js'
import { SURROUNDINGS } from './surroundings.js'
import { UPDATES } from './updates.js'

export const SCENARIOS = [
  ...LIFECYCLE,
  ...LISTENERS,
  ...CONTROL,
  ...SHELL,
  ...CROSSED,
  ...CONFIG,
  ...RELOAD,
  ...STOPPING,
  ...SURROUNDINGS,
  ...FCGI,
  ...SPAWNING,
  ...SOFTWARE,
  ...OUTPUT,
  ...SECOND,
  ...CHILDREN,
  ...CONTAINERS,
  ...IMAGES,
  ...LIFE,
  ...UPDATES,
  ...RPC,
  ...ROTATION,
  ...ACCESS,
  ...PAGES,
  ...GROUPS,
]
