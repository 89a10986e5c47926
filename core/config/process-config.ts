// The configuration of one process from the typed values of its section.

import type { ProgramOptions } from '../../schemas/generated/types.js'
import type { ProcessConfig } from '../../sdk/config.js'
import type { Extensions } from './added-keys.js'
import type { SectionReader } from './option-reader.js'

/** AUTO for `serverurl` stays open until the servers are known. */
export function toProcessConfig(
  options: ProgramOptions,
  program: string,
  extensions: Extensions,
  { reading, section }: SectionReader,
): ProcessConfig {
  const { process_name: name, numprocs: _, numprocs_start: __, ...own } = options
  const automatic = options.serverurl.trim().toUpperCase() === 'AUTO'
  return {
    ...own,
    name,
    program,
    directory: options.directory ?? null,
    umask: options.umask ?? null,
    user: options.user ?? null,
    environment: { ...reading.environment, ...options.environment },
    serverurl: automatic ? null : options.serverurl || null,
    serverurlAutomatic: automatic,
    extensions,
    source: section.source,
    of: valuesOf,
  }
}

function valuesOf<Options extends object>(
  this: ProcessConfig,
  plugin: { readonly name: string } | string,
): Readonly<Partial<Options>> {
  const name = typeof plugin === 'string' ? plugin : plugin.name
  return (this.extensions[name] ?? {}) as Readonly<Partial<Options>>
}
