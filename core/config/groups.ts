// Groups and their order (CFG-GRP): one per [group:x], one per program that no group lists, and what plugins add.

import { OPTIONS } from '../../schemas/generated/options.js'
import type { GroupConfig, ProcessConfig } from '../../sdk/config.js'
import { readAddedKeys } from './added-keys.js'
import type { DocumentSection } from './document.js'
import { createNames } from './expand.js'
import { placeOf, readOptions, type SectionReader } from './option-reader.js'
import { checkedName, nameAfterColon, readProcesses } from './programs.js'
import type { Reading } from './request.js'
import { nearest } from './suggest.js'

const PRIORITY = OPTIONS.program.filter(({ name }) => name === 'priority')
const DEFAULT_PRIORITY = 999

export interface ReadGroups {
  readonly groups: readonly GroupConfig[]
  /** Which [group:x] sections list a section, by its header. */
  readonly memberships: ReadonlyMap<string, readonly string[]>
}

/** Reads [group:x] and [program:x], in that order. */
export function readGroups(reading: Reading): ReadGroups {
  const sections = [...reading.document.sections.values()]
  const memberships = new Map<string, string[]>()
  const groups: GroupConfig[] = []
  for (const section of sections) {
    if (section.name.startsWith('group:')) groups.push(readGroup(reading, section, memberships))
  }
  for (const section of sections) {
    if (!section.name.startsWith('program:') || memberships.has(section.name)) continue
    groups.push(readProgramGroup(reading, section))
  }
  return { groups, memberships }
}

function readGroup(
  reading: Reading,
  section: DocumentSection,
  memberships: Map<string, string[]>,
): GroupConfig {
  const reader: SectionReader = { reading, section }
  const names = createNames({ here: reading.here }, reading.names)
  const name = readName(reader)
  const values = readOptions(reader, OPTIONS.group, names)
  const processes: ProcessConfig[] = []
  for (const program of (values.programs ?? []) as readonly string[]) {
    const member = findMember(reader, program)
    if (member === null) continue
    memberships.set(member.section.name, [...(memberships.get(member.section.name) ?? []), name])
    processes.push(...readProcesses(reading, member.section, name, member.kind))
  }
  const priority = (values.priority as number | undefined) ?? DEFAULT_PRIORITY
  const extra = readAddedKeys(reader, 'group', names)
  return {
    name,
    kind: 'group',
    priority,
    processes: lastOfEachName(reading, name, processes),
    extra,
    source: section.source,
  }
}

function readProgramGroup(reading: Reading, section: DocumentSection): GroupConfig {
  const reader: SectionReader = { reading, section }
  const name = readName(reader)
  const names = createNames({ here: reading.here }, reading.names)
  const { priority } = readOptions(reader, PRIORITY, names)
  const processes = readProcesses(reading, section, name, 'program')
  return {
    name,
    kind: 'program',
    priority: (priority as number | undefined) ?? DEFAULT_PRIORITY,
    processes: lastOfEachName(reading, name, processes),
    extra: {},
    source: section.source,
  }
}

function readName(reader: SectionReader): string {
  const text = nameAfterColon(reader.section.name)
  return reader.reading.problems.attempt(placeOf(reader, null), () => checkedName(text)) ?? text
}

interface Member {
  readonly section: DocumentSection
  readonly kind: string
}

// A member may be a program or a section of a plugin's kind that can be grouped.
function findMember(reader: SectionReader, program: string): Member | null {
  const { document, problems } = reader.reading
  const kinds = groupableKinds(reader.reading)
  const found = kinds.flatMap((kind): Member[] => {
    const section = document.sections.get(`${kind}:${program}`)
    return section === undefined ? [] : [{ section, kind }]
  })
  const place = placeOf(reader, 'programs')
  const [first, second] = found
  if (first === undefined) {
    const prefixes = kinds.map((kind) => `${kind}:`)
    const known = [...document.sections.keys()].flatMap((header) => {
      const prefix = prefixes.find((one) => header.startsWith(one))
      return prefix === undefined ? [] : [header.slice(prefix.length)]
    })
    // Differs from Supervisor: after the first good member its message names that member's section, not the group's.
    // (Test: "an unknown member is told with the group's section".)
    const text = `[${reader.section.name}] names unknown program or fcgi-program ${program}`
    problems.add(place, text, nearest(program, known))
    return null
  }
  if (second !== undefined) {
    const both = `${first.kind} and ${second.kind}`
    problems.add(place, `[${reader.section.name}] name ${program} is ambiguous (exists as ${both})`)
    return null
  }
  return first
}

function groupableKinds(reading: Reading): string[] {
  const claimed = [...reading.plugins.kinds.values()].filter(
    ({ form, plugin }) => form === 'program' && plugin.groupable === true,
  )
  return ['program', ...claimed.map(({ kind }) => kind)]
}

// CFG-PROG-02: in the place of the first, the last definition (EDGE-55 adds the warning).
export function lastOfEachName(
  reading: Reading,
  group: string,
  processes: readonly ProcessConfig[],
): ProcessConfig[] {
  const byName = new Map<string, ProcessConfig>()
  for (const process of processes) {
    if (byName.has(process.name)) {
      reading.notices.push({
        level: 'warn',
        text: `Group ${group} has more than one process ${process.name}; only the last one is used`,
      })
    }
    byName.set(process.name, process)
  }
  return [...byName.values()]
}
