// The plugins that supervisorctl loads, in order.

import type { CtlPlugin } from 'reeve/sdk/ctl'
import ctlDefault from './ctl-default/index.js'

export const standardCtlPlugins: readonly CtlPlugin[] = [ctlDefault]
