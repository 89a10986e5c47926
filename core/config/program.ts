// A program that stands in no file: its options are read as if `[program:x]` held them.

import { OPTIONS } from '../../schemas/generated/options.js'
import type { Config, ProcessConfig } from '../../sdk/config.js'
import { createDocument, type DocumentSection } from './document.js'
import { environmentNames } from './expand.js'
import { lastOfEachName } from './groups.js'
import { gatherPluginKeys } from './plugin-keys.js'
import { Problems } from './problems.js'
import { readProcesses } from './programs.js'
import { type ConfigRequest, createReading } from './request.js'
import { serverUrlOf } from './servers.js'

export interface ProgramRequest {
  readonly program: string
  /** The group that will have its processes. */
  readonly group: string
  readonly options: Readonly<Record<string, string>>
  /** The configuration in force: its environment and servers count. */
  readonly config: Config
}

/** Throws a ConfigError with every problem. */
export function readProgram(
  request: ConfigRequest,
  { program, group, options, config }: ProgramRequest,
): readonly ProcessConfig[] {
  const document = createDocument(config.file, request.shownAs ?? config.file)
  const section = sectionOf(program, options, config.file)
  document.sections.set(section.name, section)
  const read = { document, notices: [], problems: new Problems(), hopeless: false }
  const daemon = environmentNames(request.environment)
  const reading = createReading(request, read, daemon, gatherPluginKeys(request.plugins, OPTIONS))
  const { environment } = config.supervisord
  reading.environment = environment
  for (const [name, value] of Object.entries(environment)) reading.names.own.set(`ENV_${name}`, value)

  const processes = readProcesses(reading, section, group, 'program')
  reading.problems.throwIfAny()
  const serverurl = serverUrlOf(config.sections)
  return lastOfEachName(reading, group, processes).map((process) =>
    process.serverurlAutomatic === true ? { ...process, serverurl } : process,
  )
}

function sectionOf(
  program: string,
  options: Readonly<Record<string, string>>,
  file: string,
): DocumentSection {
  const source = { file, line: 0 }
  const entries = new Map(
    Object.entries(options).map(([key, value]) => [key.toLowerCase(), { value, source, cut: false }]),
  )
  return { name: `program:${program}`, source, entries, damaged: false }
}
