// Sections of kind program that a plugin owns: its own keys, and processes for the group that it makes of them.

import type { OptionSpec } from '../../schemas/option-table.js'
import type { ProcessConfig } from '../../sdk/config.js'
import type { DocumentSection } from './document.js'
import { createNames } from './expand.js'
import { lastOfEachName } from './groups.js'
import { placeOf, readOption, type SectionReader } from './option-reader.js'
import { checkedName, nameAfterColon, readProcesses } from './programs.js'
import type { Reading } from './request.js'

/** The plugin's own options, as they stand for the section. */
export function readProgramValues(
  reader: SectionReader,
  options: readonly OptionSpec[],
): Record<string, unknown> {
  const { reading, section } = reader
  const program = nameAfterColon(section.name)
  // Before the processes, whose problems name their section a second time (CFG-ERR-02).
  reading.problems.attempt(placeOf(reader, null), () => checkedName(program))
  const values: Record<string, unknown> = {}
  for (const option of options) {
    const scope =
      option.expand === 'section' || option.expand === 'process' ? sectionNames(reading, program) : null
    const names = scope ?? createNames({ here: reading.here, ...programName(option, program) }, reading.names)
    const value = readOption(reader, option, names)
    if (value !== undefined) values[option.name] = value
  }
  return values
}

/** The processes of a section that forms a group of its own. */
export function readPluginProcesses(
  reading: Reading,
  section: DocumentSection,
  kind: string,
): readonly ProcessConfig[] {
  const program = nameAfterColon(section.name)
  return lastOfEachName(reading, program, readProcesses(reading, section, program, kind))
}

function sectionNames(reading: Reading, program: string) {
  return createNames(
    {
      here: reading.here,
      program_name: program,
      group_name: program,
      host_node_name: reading.hostNodeName,
    },
    reading.names,
  )
}

function programName(option: OptionSpec, program: string): Record<string, string> {
  return option.expand === 'program' ? { program_name: program } : {}
}
