// The [supervisorctl] section (CFG-CTL, CFG-INC-07). Loads nothing heavy: `supervisorctl status` must start at once.

import type { SourceLocation } from '../../sdk/config.js'
import { currentDirectory } from './current-directory.js'
import type { Entry } from './dialect.js'
import { allEntries, type DocumentSection, lookUp, missingSection } from './document.js'
import { createNames, environmentNames, expandText, type Names } from './expand.js'
import { configDirectory, type ReadDocument, readDocument } from './include.js'
import { NO_ACCOUNTS, normalizePath, type PathContext } from './paths.js'

export interface CtlConfigRequest {
  /** Absolute. */
  readonly file: string
  /** As typed, for messages. */
  readonly shownAs?: string | undefined
  readonly environment: Readonly<Record<string, string>>
  /** For `~user`; without it only `~` is known. */
  readonly accounts?: PathContext['accounts'] | undefined
}

export interface CtlConfig {
  /** Null when the file has none: the default is `http://localhost:9001`. */
  readonly serverurl: string | null
  readonly username: string | null
  readonly password: string | null
  readonly prompt: string | null
  readonly historyFile: string | null
  readonly tls: CtlTlsFiles
  /** The [ctlplugin:x] sections in file order. */
  readonly plugins: readonly CtlPluginConfig[]
}

/** Files for an https serverurl, absolute; null where none is named. */
export interface CtlTlsFiles {
  readonly ca: string | null
  readonly cert: string | null
  readonly key: string | null
}

export interface CtlPluginConfig {
  readonly name: string
  /** `module:factory`; null when the section lacks it, which must not keep other commands from working (clients 17). */
  readonly factory: string | null
  readonly values: Readonly<Record<string, string>>
  readonly source: SourceLocation
}

const FACTORY = 'supervisor.ctl_factory'

/** Reads the main file only. Throws a ConfigError with all problems, a bad line included (CFG-ERR-04). */
export function readCtlConfig(request: CtlConfigRequest): CtlConfig {
  const variables = environmentNames(request.environment)
  const here = createNames({ here: configDirectory(request.file) }, variables)
  const read = readDocument({ ...request, names: variables, hostNodeName: '' }, false)
  if (read.hopeless) read.problems.throwIfAny()
  const section = read.document.sections.get('supervisorctl')
  if (section === undefined) missingSection(read.document, read.problems, 'supervisorctl')
  const text = (key: string, names: Names) => {
    const entry = section === undefined ? undefined : lookUp(read.document, section.name, key)
    return entry === undefined || section === undefined ? null : expanded(read, section, key, entry, names)
  }
  const context: PathContext = {
    accounts: request.accounts ?? NO_ACCOUNTS,
    environment: request.environment,
    workingDirectory: currentDirectory(),
    directories: new Map(),
  }
  const serverurl = text('serverurl', here)
  const config: CtlConfig = {
    serverurl: serverurl?.startsWith('unix://')
      ? `unix://${normalizePath(serverurl.slice('unix://'.length), context)}`
      : serverurl,
    prompt: text('prompt', variables),
    username: text('username', variables),
    password: text('password', variables),
    historyFile: filePath(text('history_file', here), context),
    tls: {
      ca: filePath(text('tls_ca', here), context),
      cert: filePath(text('tls_cert', here), context),
      key: filePath(text('tls_key', here), context),
    },
    plugins: readPlugins(read, variables),
  }
  read.problems.throwIfAny()
  return config
}

function expanded(
  { problems }: ReadDocument,
  section: DocumentSection,
  option: string,
  entry: Entry,
  names: Names,
): string | null {
  const place = { section: section.name, option, source: entry.source }
  return problems.attempt(place, () => expandText(entry.value, names, `${section.name}.${option}`)) ?? null
}

function filePath(text: string | null, context: PathContext): string | null {
  return text === null || text === '' ? null : normalizePath(text, context)
}

function readPlugins(read: ReadDocument, names: Names): CtlPluginConfig[] {
  return [...read.document.sections.values()]
    .filter(({ name }) => name.startsWith('ctlplugin:'))
    .map((section) => {
      const values: Record<string, string> = {}
      for (const [key, entry] of allEntries(read.document, section)) {
        values[key] = expanded(read, section, key, entry, names) ?? ''
      }
      const { [FACTORY]: factory, ...others } = values
      const name = section.name.slice('ctlplugin:'.length)
      return { name, factory: factory ?? null, values: others, source: section.source }
    })
}
