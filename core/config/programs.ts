// One section of kind program to the configurations of its processes (CFG-PROG, CFG-EXP-11).

import { OPTIONS } from '../../schemas/generated/options.js'
import type { ProgramOptions } from '../../schemas/generated/types.js'
import type { OptionSpec } from '../../schemas/option-table.js'
import type { ProcessConfig } from '../../sdk/config.js'
import { pythonRepr as repr } from '../python-repr.js'
import { type Extensions, readAddedKeys } from './added-keys.js'
import { readChildLogs } from './child-logs.js'
import type { DocumentSection } from './document.js'
import { createNames, expandText, type Names } from './expand.js'
import {
  entryOf,
  missingOption,
  placeOf,
  readOption,
  readOptions,
  type SectionReader,
  type Values,
} from './option-reader.js'
import { InvalidValue } from './problems.js'
import { toProcessConfig } from './process-config.js'
import { byCodePoint, strip } from './python-text.js'
import type { Reading } from './request.js'
import { checkCoreSection } from './validate.js'
import { warnAboutCutCommand, warnAboutShellSyntax } from './warnings.js'

const KNOWN = OPTIONS.program.map(({ name }) => name)
const SHARED: readonly OptionSpec[] = OPTIONS.program.filter(({ expand }) => expand === 'section')
const ENVIRONMENT = specOf('environment')
const DIRECTORY = specOf('directory')
const COMMAND = specOf('command')
// Nobody means more; Supervisor would fill the memory.
const MOST_PROCESSES = 100_000

function specOf(name: string): OptionSpec {
  const spec = OPTIONS.program.find((option) => option.name === name)
  if (spec === undefined) throw new Error(`program.schema.json has no ${name}`)
  return spec
}

/**
 * The section's name after the colon, checked (CFG-ERR catalogue: bad name). Throws InvalidValue.
 *
 * Differs from Supervisor: what XML forbids is no part of a name, because no client could ask for it. (Test: "a
 * configuration with names that cannot be is refused".)
 */
export function checkedName(text: string): string {
  const name = strip(text)
  const unusable = [' ', ':', '/'].find((character) => name.includes(character)) ?? UNSENDABLE.exec(name)?.[0]
  if (unusable === undefined) return name
  throw new InvalidValue(`Invalid name: ${repr(name)} because of character: ${repr(unusable)}`)
}

const UNSENDABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

export function nameAfterColon(section: string): string {
  return section.slice(section.indexOf(':') + 1)
}

/** The processes of a section, by ascending priority and name. `kind` is the section's kind. */
export function readProcesses(
  reading: Reading,
  section: DocumentSection,
  groupName: string,
  kind: string,
): ProcessConfig[] {
  const { document, problems } = reading
  // Supervisor names the file of a section only when an included file brought it.
  const file = section.source.file === document.file ? document.shownAs : section.source.file
  const suffix = () => ` in section ${repr(section.name)} (file: ${repr(file)})`
  const reader: SectionReader = { reading, section, suffix }
  const before = problems.list.length

  const program = problems.attempt(placeOf(reader, null), () => checkedName(nameAfterColon(section.name)))
  const names = createNames(
    {
      here: reading.here,
      program_name: program ?? strip(nameAfterColon(section.name)),
      host_node_name: reading.hostNodeName,
      group_name: groupName,
    },
    reading.names,
  )
  const shared = readOptions(reader, SHARED, names)
  const nameText = entryOf(reader, 'process_name')?.value ?? '%(program_name)s'
  const processName = problems.attempt(placeOf(reader, 'process_name'), () => checkedName(nameText))
  checkTogether(reader, shared, processName ?? nameText)

  const first = (shared.numprocs_start as number | undefined) ?? 0
  const count = problems.list.length > before ? 1 : Math.min(Number(shared.numprocs ?? 1), MOST_PROCESSES)
  const processes: ProcessConfig[] = []
  for (let number = first; number < first + count; number++) {
    const process = readProcess(reader, kind, {
      program: program ?? '',
      shared,
      processName: processName ?? '',
      number,
      names,
      problemsBefore: before,
    })
    if (process === null) break
    processes.push(process)
  }
  return processes.sort((left, right) => left.priority - right.priority || byCodePoint(left.name, right.name))
}

function checkTogether(reader: SectionReader, shared: Values, processName: string): void {
  const { problems } = reader.reading
  const numprocs = Number(shared.numprocs ?? 1)
  if (numprocs > 1 && !processName.includes('%(process_num)')) {
    const text = '%(process_num) must be present within process_name when numprocs > 1'
    problems.add(
      placeOf(reader, entryOf(reader, 'process_name') === undefined ? 'numprocs' : 'process_name'),
      text,
    )
  }
  if (numprocs > MOST_PROCESSES) {
    problems.add(placeOf(reader, 'numprocs'), `${numprocs} is above upper bound (${MOST_PROCESSES})`)
  }
  if (shared.stopasgroup === true && shared.killasgroup === false) {
    problems.add(placeOf(reader, 'killasgroup'), 'Cannot set stopasgroup=true and killasgroup=false')
  }
}

interface ProcessPart {
  readonly program: string
  readonly shared: Values
  readonly processName: string
  readonly number: number
  readonly names: Names
  /** How many problems there were before the section. */
  readonly problemsBefore: number
}

/** Null when there is a problem in the section. */
function readProcess(reader: SectionReader, kind: string, part: ProcessPart): ProcessConfig | null {
  const { shared, names, number } = part
  const { reading, section } = reader
  names.own.set('process_num', number)
  names.own.set('numprocs', Number(shared.numprocs ?? 1))
  forgetShadowed(names, reading.names)

  const own = (readOption(reader, ENVIRONMENT, names, { label: 'environment' }) ?? {}) as Record<
    string,
    string
  >
  for (const [name, value] of Object.entries(own)) names.own.set(`ENV_${name}`, value)
  const values: Values = { ...shared, environment: own }
  const directory = readOption(reader, DIRECTORY, names)
  if (directory !== undefined) values.directory = directory
  Object.assign(values, readChildLogs(reader, names, shared.redirect_stderr === true))
  values.command = readOption(reader, COMMAND, names)
  if (values.command === undefined && entryOf(reader, 'command') === undefined) {
    const text = `program section ${section.name} does not specify a command`
    missingOption(reader, 'command', text, KNOWN)
  }
  const name = reading.problems.attempt(placeOf(reader, 'process_name'), () =>
    expandText(part.processName, names, 'process_name'),
  )
  warnAboutCutCommand(reader)
  warnAboutShellSyntax(reader)
  values.process_name = name ?? ''
  const extensions = readProgramKeys(reader, kind, names)
  if (reading.problems.list.length > part.problemsBefore) return null
  checkCoreSection(reader, 'program', values)
  return toProcessConfig(values as unknown as ProgramOptions, part.program, extensions, reader)
}

// The variables of the process before stay, unless there is a global one of the name: Supervisor's names do the same.
function forgetShadowed(names: Names, outer: Names): void {
  for (const name of names.own.keys()) {
    if (!name.startsWith('ENV_')) continue
    for (let layer: Names | null = outer; layer !== null; layer = layer.parent) {
      if (layer.own.has(name)) names.own.delete(name)
    }
  }
}

function readProgramKeys(reader: SectionReader, kind: string, names: Names): Extensions {
  const general = readAddedKeys(reader, 'program', names)
  return kind === 'program' ? general : { ...general, ...readAddedKeys(reader, kind, names) }
}
