// The [supervisord] section with the command line applied (CFG-SUPD, CLI-SD-03, CLI-AUX-05).

import { OPTIONS } from '../../schemas/generated/options.js'
import type { SupervisordOptions } from '../../schemas/generated/types.js'
import type { SupervisordConfig } from '../../sdk/config.js'
import { readAddedKeys } from './added-keys.js'
import { type DocumentSection, missingSection } from './document.js'
import { createNames } from './expand.js'
import { readOption, readOptions, type SectionReader, type Values } from './option-reader.js'
import { normalizePath } from './paths.js'
import { toUserId } from './place-values.js'
import { InvalidValue } from './problems.js'
import type { CommandLineOverrides, Reading } from './request.js'
import { nearest } from './suggest.js'

const OPTIONS_WITHOUT_ENVIRONMENT = OPTIONS.supervisord.filter(({ name }) => name !== 'environment')
const ENVIRONMENT = OPTIONS.supervisord.find(({ name }) => name === 'environment')

/** What the section says, before the command line and before `user` is looked up. */
export interface SupervisordValues {
  readonly section: DocumentSection
  readonly values: SupervisordOptions
  readonly extensions: SupervisordConfig['extensions']
}

/** Reads the section; its environment is added to `reading.names` (CFG-EXP-05). */
export function readSupervisordSection(reading: Reading): SupervisordValues {
  const section = reading.document.sections.get('supervisord') ?? emptySection(reading)
  const reader: SectionReader = { reading, section }
  const here = createNames({ here: reading.here }, reading.names)
  const values: Values = readOptions(reader, OPTIONS_WITHOUT_ENVIRONMENT, here)
  if (ENVIRONMENT !== undefined) {
    const host = createNames({ here: reading.here, host_node_name: reading.hostNodeName }, reading.names)
    values.environment = readOption(reader, ENVIRONMENT, host, { label: 'environment' }) ?? {}
  }
  const environment = values.environment as Readonly<Record<string, string>>
  reading.environment = environment
  for (const [name, value] of Object.entries(environment)) reading.names.own.set(`ENV_${name}`, value)
  const extensions = readAddedKeys(reader, 'supervisord', here)
  checkLogFormat(reader, values)
  return { section, values: values as unknown as SupervisordOptions, extensions }
}

function emptySection({ document, problems }: Reading): DocumentSection {
  missingSection(document, problems, 'supervisord')
  const source = { file: document.file, line: 0 }
  return { name: 'supervisord', source, entries: new Map(), damaged: false }
}

function checkLogFormat(reader: SectionReader, values: Values): void {
  if (values.logformat === 'text' || values.logformat === 'json') return
  const written = String(values.logformat)
  reader.reading.problems.attempt(
    {
      section: 'supervisord',
      option: 'logformat',
      source: reader.section.entries.get('logformat')?.source ?? reader.section.source,
    },
    () => {
      throw new InvalidValue(
        `logformat is text or json, not '${written}'`,
        nearest(written, ['text', 'json']),
      )
    },
  )
}

/** The last of the steps: the command line wins, paths become absolute, the user must exist (CFG-SUPD-13). */
export function finishSupervisordConfig(
  reading: Reading,
  { section, values, extensions }: SupervisordValues,
  overrides: CommandLineOverrides,
  tempDirectory: string,
): SupervisordConfig {
  const { user: userText, ...written } = { ...values, ...overrides }
  const place = {
    section: overrides.user === undefined ? 'supervisord' : null,
    option: 'user',
    source: overrides.user === undefined ? (section.entries.get('user')?.source ?? null) : null,
  }
  const user =
    userText === undefined ? null : reading.problems.attempt(place, () => toUserId(userText, reading.context))
  // An empty path on the command line counts as not given. Other empty values are refused, but for that of
  // identifier, which wins as any other.
  const logfile = overrides.logfile || (values.logfile ?? 'supervisord.log')
  const pidfile = overrides.pidfile || (values.pidfile ?? 'supervisord.pid')
  if (written.nodaemon) warnAboutForeground(reading, section, overrides)
  return {
    ...written,
    // The word syslog is not a path.
    logfile: logfile === 'syslog' ? logfile : normalizePath(logfile, reading.context),
    pidfile: normalizePath(pidfile, reading.context),
    // Absolute, because the daemon may change its directory before it makes a log there.
    childlogdir: normalizePath(written.childlogdir ?? tempDirectory, reading.context),
    directory: written.directory ?? null,
    user: user ?? null,
    extensions,
  }
}

// EDGE-23: both take effect only in a daemon, and few people expect that.
function warnAboutForeground(
  reading: Reading,
  section: DocumentSection,
  overrides: CommandLineOverrides,
): void {
  for (const option of ['umask', 'directory'] as const) {
    if (!section.entries.has(option) && overrides[option] === undefined) continue
    const text = `For [supervisord], ${option} has no effect while supervisord stays in the foreground`
    reading.notices.push({ level: 'info', text })
  }
}
