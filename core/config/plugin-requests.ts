// Which plugins a configuration names, found before it is read in full: their schemas are needed for that.

import { OPTIONS } from '../../schemas/generated/options.js'
import type { SourceLocation } from '../../sdk/config.js'
import { environmentNames } from './expand.js'
import { type ReadDocument, readDocument } from './include.js'
import { gatherPluginKeys } from './plugin-keys.js'
import { Problems } from './problems.js'
import { type CommandLine, type ConfigRequest, createReading, type Reading } from './request.js'
import { FACTORY_KEYS, readFactorySections } from './sections.js'
import { readSupervisordSection } from './supervisord-section.js'

/** A plugin that somebody wants loaded. */
export interface PluginRequest {
  readonly from: 'plugin' | 'rpcinterface' | 'command-line'
  /** What stands after the colon of the header; the module itself for the command line. */
  readonly name: string
  /** A path or package, or `module:factory`, as it is written. */
  readonly module: string
  /** The other keys of the section. */
  readonly values: Readonly<Record<string, string>>
  /** Null for the command line. */
  readonly source: SourceLocation | null
}

export interface PluginRequests {
  /** [plugin:x] in file order, then [rpcinterface:x], then `--plugin` (design 5). */
  readonly requests: readonly PluginRequest[]
  /** Give it to `readConfig`, so that no file is read twice. */
  readonly document: ReadDocument
}

/** Never throws: what is wrong with the file, `readConfig` says. */
export function readPluginRequests(
  request: Pick<ConfigRequest, 'file' | 'shownAs' | 'environment' | 'accounts' | 'hostNodeName'> & {
    readonly commandLine?: Pick<CommandLine, 'plugins'> | undefined
  },
): PluginRequests {
  const daemon = environmentNames(request.environment)
  const document = readDocument({ ...request, names: daemon })
  const lenient = { ...document, problems: new Problems() }
  const reading = createReading(request, lenient, daemon, gatherPluginKeys([], OPTIONS))
  // For its environment, whose names may be used in the sections.
  readSupervisordSection(reading)
  const requests = [
    ...fromSections(reading, 'plugin'),
    ...fromSections(reading, 'rpcinterface'),
    ...(request.commandLine?.plugins ?? []).map(
      (module): PluginRequest => ({ from: 'command-line', name: module, module, values: {}, source: null }),
    ),
  ]
  return { requests, document }
}

function fromSections(reading: Reading, from: 'plugin' | 'rpcinterface'): PluginRequest[] {
  const key = FACTORY_KEYS[from] ?? ''
  return readFactorySections(reading, from).flatMap(({ name, values, locate }) => {
    const { [key]: module, ...others } = values as Readonly<Record<string, string>>
    return module === undefined ? [] : [{ from, name, module, values: others, source: locate(key) }]
  })
}
