// The standard plugins on a fake supervisor and a real unix socket, for the length of one test.

import type { TestContext } from 'node:test'
import { standardPlugins } from '../../../plugins/standard.js'
import type { LogLevel, Plugin, Section } from '../../../sdk/index.js'
import type { Address } from '../../support/address.js'
import { Scratch } from '../../support/scratch.js'
import { boot, createFakeSupervisor, type FakeSupervisor, standardSections } from '../rpc/fake-supervisor.js'

export interface Served {
  readonly supervisor: FakeSupervisor
  readonly address: Address
  readonly scratch: Scratch
}

export interface ServedOptions {
  /** Values of the server section. */
  readonly server?: Readonly<Record<string, unknown>>
  readonly sections?: readonly Section[]
  readonly plugins?: readonly Plugin[]
  readonly level?: LogLevel
  readonly mainLog?: string
  /** Before the plugins are applied. */
  readonly prepare?: (supervisor: FakeSupervisor, scratch: Scratch) => void
}

export async function serve(context: TestContext, options: ServedOptions = {}): Promise<Served> {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const socketPath = scratch.at('s')
  const supervisor = createFakeSupervisor(
    [...standardSections(socketPath, options.server), ...(options.sections ?? [])],
    options.level ?? 'trace',
    options.mainLog === undefined ? null : scratch.write('main.log', options.mainLog),
  )
  options.prepare?.(supervisor, scratch)
  await supervisor.use(...standardPlugins, ...(options.plugins ?? []))
  context.after(() => supervisor.dispose())
  await boot(supervisor)
  return { supervisor, address: { socketPath }, scratch }
}
