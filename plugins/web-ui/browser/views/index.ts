// The views, in the order in which the frame offers them. The first one is where everybody begins.

import type { ComponentType } from 'preact'
import type { TextKey } from '../i18n/index.js'
import { lazy } from '../parts/lazy.js'
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
  { path: 'logs', title: 'logs.title', Page: lazy(async () => (await import('./logs/logs.js')).Logs) },
  {
    path: 'events',
    title: 'events.title',
    Page: lazy(async () => (await import('./events/events.js')).Events),
  },
  {
    path: 'config',
    title: 'config.title',
    Page: lazy(async () => (await import('./config/config.js')).Config),
  },
  {
    path: 'plugins',
    title: 'plugins.title',
    Page: lazy(async () => (await import('./plugins/plugins.js')).Plugins),
  },
  { path: 'process', Page: lazy(async () => (await import('./process/process.js')).ProcessPage) },
]
