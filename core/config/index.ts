// The config reader: files to the effective configuration, or to everything that is wrong with it.

import { OPTIONS } from '../../schemas/generated/options.js'
import type { Config, GroupConfig, Section } from '../../sdk/config.js'
import { arrangeGroups } from './arrange-groups.js'
import { environmentNames } from './expand.js'
import { readGroups } from './groups.js'
import { readDocument } from './include.js'
import { gatherPluginKeys } from './plugin-keys.js'
import { type ConfigRequest, createReading, type Reading } from './request.js'
import { hasForm, readClaimedSection, readFactorySections, splitHeader, toServerSection } from './sections.js'
import { readServers, serverUrl } from './servers.js'
import { finishSupervisordConfig, readSupervisordSection } from './supervisord-section.js'
import { unknownNotices } from './unknown.js'

export { arrangeGroups } from './arrange-groups.js'
export { parseCommandLine } from './cli.js'
export { compareGroups } from './diff.js'
export { helpText } from './help.js'
export { type LocatedConfig, locateConfig, requireConfig } from './locate.js'
export type { Accounts } from './paths.js'
export { type PluginRequest, readPluginRequests } from './plugin-requests.js'
export { type ProgramRequest, readProgram } from './program.js'
export type { CommandLine, ConfigRequest } from './request.js'

/**
 * Reads a configuration. Throws a ConfigError with every problem, in the order in which Supervisor would meet them:
 * the first is the error that Supervisor gives. Throws a PluginError when two plugins own the same section or key.
 */
export function readConfig(request: ConfigRequest): Config {
  const daemon = environmentNames(request.environment)
  const read = request.document ?? readDocument({ ...request, names: daemon })
  if (read.hopeless) read.problems.throwIfAny()
  const reading = createReading(request, read, daemon, gatherPluginKeys(request.plugins, OPTIONS))
  const { problems, notices, document } = reading
  const supervisord = readSupervisordSection(reading)
  const factories = [
    ...readFactorySections(reading, 'rpcinterface'),
    ...readFactorySections(reading, 'plugin'),
  ]
  const { groups, memberships } = readGroups(reading)
  const programs = readClaimed(reading, memberships, 'program')
  const servers = readServers(reading)
  const serverSections = servers.map((server) => toServerSection(reading, server))
  const others = readClaimed(reading, memberships, 'other')
  const overrides = request.commandLine?.overrides ?? {}
  const config = finishSupervisordConfig(reading, supervisord, overrides, request.tempDirectory)
  problems.throwIfAny()

  const arranged = arrangeGroups(groups)
  const url = serverUrl(servers)
  const sections = [
    ...factories,
    ...serverSections,
    ...programs.map((section) => withServerUrl(section, url)),
    ...others,
  ]
  return {
    file: document.file,
    here: reading.here,
    supervisord: config,
    groups: arranged.groups.map((group) => withServerUrl(group, url)),
    sections: inFileOrder(sections, [...document.sections.keys()]),
    notices: [...notices, ...arranged.notices, ...unknownNotices(reading)],
  }
}

// Supervisor reads sections of kind program before the servers, and knows no others.
function readClaimed(
  reading: Reading,
  memberships: ReadonlyMap<string, readonly string[]>,
  which: 'program' | 'other',
): Section[] {
  const found: Section[] = []
  for (const section of reading.document.sections.values()) {
    const { kind, named } = splitHeader(section.name)
    const claimed = reading.plugins.kinds.get(kind)
    if (claimed === undefined || (claimed.form === 'program') !== (which === 'program')) continue
    if (readByCore(section.name, named, kind) || !hasForm(claimed, named)) continue
    found.push(readClaimedSection(reading, section, claimed, memberships.get(section.name) ?? []))
  }
  return found
}

function readByCore(header: string, named: boolean, kind: string): boolean {
  return (named && kind === 'rpcinterface') || /^(unix|inet)_http_server/.test(header)
}

function withServerUrl<Owner extends GroupConfig | Section>(owner: Owner, url: string | null): Owner {
  if (owner.processes === undefined) return owner
  const processes = owner.processes.map((process) =>
    process.serverurlAutomatic === true ? { ...process, serverurl: url } : process,
  )
  return { ...owner, processes }
}

function inFileOrder(sections: readonly Section[], headers: readonly string[]): Section[] {
  const places = new Map(headers.map((header, index) => [header, index]))
  const place = (section: Section) => places.get(section.header) ?? 0
  return [...sections].sort((left, right) => place(left) - place(right))
}
