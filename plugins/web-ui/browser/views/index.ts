// The views, in the order in which the frame offers them. The first one is where everybody begins.

import type { ComponentType } from 'preact'
import type { TextKey } from '../i18n/index.js'
import { Config } from './config/config.js'
import { Events } from './events/events.js'
import { Logs } from './logs/logs.js'
import { Plugins } from './plugins/plugins.js'
import { ProcessPage } from './process/process.js'
import { Programs } from './programs/programs.js'

interface View {
  /** The first part of its address. */
  readonly path: string
  /** Left out: reached from another view. */
  readonly title?: TextKey
  readonly Page: ComponentType
}

export const VIEWS: readonly View[] = [
  { path: 'programs', title: 'programs.title', Page: Programs },
  { path: 'logs', title: 'logs.title', Page: Logs },
  { path: 'events', title: 'events.title', Page: Events },
  { path: 'config', title: 'config.title', Page: Config },
  { path: 'plugins', title: 'plugins.title', Page: Plugins },
  { path: 'process', Page: ProcessPage },
]
