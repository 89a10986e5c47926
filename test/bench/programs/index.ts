// The programs that the cases supervise and the loads that they run, as files.

import { join } from 'node:path'
import { repository } from '../../support/systems.js'

/** A file of this folder that needs no compilation. */
export function benchProgram(name: string): string {
  return join(repository, 'test', 'bench', 'programs', name)
}

export const LOAD = join(repository, 'dist', 'test', 'bench', 'programs', 'load.js')

export const CROWD = join(repository, 'dist', 'test', 'bench', 'programs', 'crowd.js')

export const LISTEN = join(repository, 'dist', 'test', 'bench', 'programs', 'listen.js')
