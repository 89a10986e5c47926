// [eventlistener:x] sections as groups of their own kind (CFG-EVL).

import type { EventlistenerOptions } from 'reeve/schemas/types'
import type { Config, GroupConfig, KnownNames, ProcessConfig, Section, SectionProblem } from 'reeve/sdk'

export const KIND = 'eventlistener'

/** What is particular to a pool; part of what a reread compares (CFG-DIFF-01). */
export interface PoolSettings {
  readonly events: readonly string[]
  /** Null when none is written. */
  readonly buffer_size: number | null
  readonly result_handler: string | null
  readonly len_in_bytes: boolean
}

export function settingsOf(group: GroupConfig): PoolSettings {
  // Written by toGroup below.
  return group.extra as unknown as PoolSettings
}

/** One group for each section. */
export function createGroups({ sections }: Config): readonly GroupConfig[] {
  return sections.filter(({ kind }) => kind === KIND).map(toGroup)
}

/** In Supervisor's order and words (CFG-ERR catalogue). */
export function checkSection(section: Section, { eventTypes }: KnownNames): readonly SectionProblem[] {
  const { buffer_size, redirect_stderr } = optionsOf(section)
  const problems: SectionProblem[] = []
  const report = (option: string, text: string, choices?: SectionProblem['choices']) => {
    problems.push({ section, option, text, ...(choices === undefined ? {} : { choices }) })
  }
  if (buffer_size !== undefined && buffer_size < 1) {
    report('buffer_size', `[${section.header}] section sets invalid buffer_size (${buffer_size})`)
  }
  const events = eventsOf(section)
  if (events.length === 0) report('events', `[${section.header}] section requires an "events" line`)
  for (const event of events) {
    if (eventTypes.has(event)) continue
    const choices = { written: event, known: eventTypes.keys() }
    report('events', `Unknown event type ${event} in [${section.header}] events`, choices)
  }
  if (redirect_stderr) {
    report(
      'redirect_stderr',
      `[${section.header}] section sets redirect_stderr=true but this is not allowed because it will interfere with ` +
        'the eventlistener protocol',
    )
  }
  return problems
}

function toGroup(section: Section): GroupConfig {
  const { priority, buffer_size, result_handler, len_in_bytes } = optionsOf(section)
  const settings: PoolSettings = {
    events: eventsOf(section),
    buffer_size: buffer_size ?? null,
    result_handler: result_handler ?? null,
    len_in_bytes,
  }
  const asListener = (process: ProcessConfig): ProcessConfig => ({ ...process, stdoutIsProtocol: true })
  return {
    name: section.name.trim(),
    kind: KIND,
    priority,
    processes: (section.processes ?? []).map(asListener),
    extra: { ...settings },
    source: section.source,
  }
}

function optionsOf(section: Section): EventlistenerOptions {
  return section.values as unknown as EventlistenerOptions
}

function eventsOf(section: Section): readonly string[] {
  const written = (section.values.events ?? []) as readonly string[]
  return [...new Set(written.map((event) => event.toUpperCase()))].filter((event) => event !== '').sort()
}
