// Where the server is and how to greet it: the [supervisorctl] section with the command line on top (CFG-CTL-01..04).

import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { allEntries, type ConfigDocument, lookUp } from '../config/document.js'
import { createNames, environmentNames, expandText, type Names } from '../config/expand.js'
import { configDirectory, readDocument } from '../config/include.js'
import { normalizePath } from '../config/paths.js'
import type { Problems } from '../config/problems.js'
import type { CtlArguments } from './arguments.js'
import type { CtlPluginSection } from './plugin-loader.js'

export interface Settings {
  readonly serverurl: string
  readonly username: string | null
  readonly password: string | null
  readonly prompt: string
  readonly historyFile: string | null
  readonly plugins: readonly CtlPluginSection[]
  /** Where the serverurl stands, in words. */
  readonly origin: string
  /** The config file that was read; null when none was found, which is no error (CFG-FMT-02). */
  readonly file: string | null
}

export interface SettingsContext {
  readonly program: string
  readonly environment: Readonly<Record<string, string>>
}

const DEFAULT_SERVERURL = 'http://localhost:9001'
const DEFAULT_PROMPT = 'supervisor'
const FACTORY = 'supervisor.ctl_factory'

/** Throws ConfigError. */
export function readSettings(given: CtlArguments, context: SettingsContext): Settings {
  const file = given.configuration ?? findConfigFile(context.program)
  const section = file === null ? EMPTY : readSection(file, context)
  const written = section.values.serverurl
  return {
    serverurl: given.serverurl ?? normalizeUrl(written ?? DEFAULT_SERVERURL, context),
    username: given.username ?? section.values.username ?? null,
    password: given.password ?? section.values.password ?? null,
    prompt: section.values.prompt ?? DEFAULT_PROMPT,
    historyFile: section.values.history_file ? toPath(section.values.history_file, context) : null,
    plugins: section.plugins,
    origin: describeOrigin(given, file, written !== undefined),
    file,
  }
}

/** The places of CFG-FMT-01. */
function findConfigFile(program: string): string | null {
  const base = dirname(dirname(program))
  const paths = [
    join(base, 'etc', 'supervisord.conf'),
    join(base, 'supervisord.conf'),
    'supervisord.conf',
    'etc/supervisord.conf',
    '/etc/supervisord.conf',
    '/etc/supervisor/supervisord.conf',
  ]
  return paths.find((path) => existsSync(path)) ?? null
}

const OPTIONS = ['serverurl', 'username', 'password', 'prompt', 'history_file'] as const

interface SectionValues {
  readonly values: Readonly<Partial<Record<(typeof OPTIONS)[number], string>>>
  readonly plugins: readonly CtlPluginSection[]
}

const EMPTY: SectionValues = { values: {}, plugins: [] }

// Included files are the daemon's matter: supervisorctl reads the main file only.
function readSection(shownAs: string, context: SettingsContext): SectionValues {
  const file = resolve(shownAs)
  const variables = environmentNames(context.environment)
  const { document, problems, hopeless } = readDocument(
    { file, shownAs, names: variables, hostNodeName: '' },
    false,
  )
  if (hopeless) problems.throwIfAny()
  if (!document.sections.has('supervisorctl')) {
    problems.add(NOWHERE, '.ini file does not include supervisorctl section')
  }
  const names = createNames({ here: configDirectory(file) }, variables)
  const values: Partial<Record<(typeof OPTIONS)[number], string>> = {}
  for (const option of OPTIONS) {
    const value = readOption(document, problems, names, 'supervisorctl', option)
    if (value !== undefined) values[option] = value
  }
  const plugins = readPluginSections(document, problems, variables)
  problems.throwIfAny()
  return { values, plugins }
}

const NOWHERE = { section: null, option: null, source: null }

function readOption(
  document: ConfigDocument,
  problems: Problems,
  names: Names,
  section: string,
  option: string,
): string | undefined {
  const entry = lookUp(document, section, option)
  if (entry === undefined) return undefined
  const place = { section, option, source: entry.source }
  return problems.attempt(place, () => expandText(entry.value, names, `${section}.${option}`))
}

function readPluginSections(document: ConfigDocument, problems: Problems, names: Names): CtlPluginSection[] {
  const found: CtlPluginSection[] = []
  for (const section of document.sections.values()) {
    const name = /^ctlplugin:(.*)$/s.exec(section.name)?.[1]
    if (name === undefined) continue
    const values: Record<string, string> = {}
    for (const option of allEntries(document, section).keys()) {
      values[option] = readOption(document, problems, names, section.name, option) ?? ''
    }
    const { [FACTORY]: factory = null, ...others } = values
    found.push({ name, factory, values: others })
  }
  return found
}

function normalizeUrl(serverurl: string, context: SettingsContext): string {
  if (!serverurl.startsWith('unix://')) return serverurl
  return `unix://${toPath(serverurl.slice('unix://'.length), context)}`
}

function toPath(path: string, { environment }: SettingsContext): string {
  return normalizePath(path, {
    environment: { HOME: homedir(), ...environment },
    workingDirectory: process.cwd(),
    directories: new Map(),
    // Only `~` is known here, not `~user`: asking the account database would cost more than the rest of the program.
    accounts: { lookupUser: () => undefined, lookupGroup: () => undefined },
  })
}

function describeOrigin(given: CtlArguments, file: string | null, isWritten: boolean): string {
  if (given.serverurl !== null) return 'from the command line'
  if (file === null) return 'the default, as no config file was found'
  return isWritten ? `from ${file}` : `the default, as ${file} has none`
}
