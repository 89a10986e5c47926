// The HTTP server sections (CFG-UNIX, CFG-INET), and the address that programs find in SUPERVISOR_SERVER_URL.

import { OPTIONS } from '../../schemas/generated/options.js'
import type { InetHttpServerOptions, UnixHttpServerOptions } from '../../schemas/generated/types.js'
import type { Section } from '../../sdk/config.js'
import { readAddedKeys } from './added-keys.js'
import type { DocumentSection } from './document.js'
import { createNames } from './expand.js'
import {
  entryOf,
  missingOption,
  placeOf,
  readOption,
  type SectionReader,
  type Values,
} from './option-reader.js'
import { InvalidValue } from './problems.js'
import type { Reading } from './request.js'

/** A server section with its typed values, those of plugins included. */
export interface ServerSection {
  readonly kind: 'unix_http_server' | 'inet_http_server'
  readonly section: DocumentSection
  readonly values: Readonly<Values>
}

const KINDS = ['inet_http_server', 'unix_http_server'] as const

/** Inet servers first, as they are opened. Supervisor takes any section whose name begins like this. */
export function readServers(reading: Reading): ServerSection[] {
  const sections = [...reading.document.sections.values()]
  return KINDS.flatMap((kind) =>
    sections.filter(({ name }) => name.startsWith(kind)).map((section) => readServer(reading, section, kind)),
  )
}

function readServer(reading: Reading, section: DocumentSection, kind: ServerSection['kind']): ServerSection {
  const reader: SectionReader = { reading, section }
  const here = createNames({ here: reading.here }, reading.names)
  const values: Values = {}
  const known = OPTIONS[kind].map(({ name }) => name)
  for (const option of OPTIONS[kind]) {
    const names = option.expand === 'here' ? here : reading.names
    const value = readOption(reader, option, names)
    if (value !== undefined) values[option.name] = value
    if (option.name === 'password') checkAuthentication(reader)
    if (option.required && entryOf(reader, option.name) === undefined) {
      const text = `section [${section.name}] has no ${option.name} value`
      missingOption(reader, option.name, text, known)
    }
  }
  for (const added of Object.values(readAddedKeys(reader, kind, here))) Object.assign(values, added)
  return { kind, section, values }
}

function checkAuthentication(reader: SectionReader): void {
  const missing = ['username', 'password'].filter((option) => entryOf(reader, option) === undefined)
  if (missing.length !== 1) return
  const written = missing[0] === 'username' ? 'password' : 'username'
  reader.reading.problems.attempt(placeOf(reader, written), () => {
    throw new InvalidValue(
      `Section [${reader.section.name}] contains incomplete authentication: ${written} is set, ${missing[0]} is not`,
    )
  })
}

/** The same from a configuration that was read before. */
export function serverUrlOf(sections: readonly Section[]): string | null {
  return serverUrl(sections.flatMap((section) => (isServer(section) ? [section] : [])))
}

function isServer(section: Section): section is Section & Pick<ServerSection, 'kind'> {
  return (KINDS as readonly string[]).includes(section.kind)
}

/** The first unix server, else the last inet server; null without any (CFG-PROG-26). */
export function serverUrl(servers: readonly Pick<ServerSection, 'kind' | 'values'>[]): string | null {
  const unix = servers.find(({ kind }) => kind === 'unix_http_server')
  if (unix !== undefined) return `unix://${(unix.values as unknown as UnixHttpServerOptions).file}`
  const inet = servers.findLast(({ kind }) => kind === 'inet_http_server')
  if (inet === undefined) return null
  const { port, tls_cert: cert } = inet.values as unknown as InetHttpServerOptions
  const address = port as InetHttpServerOptions['port'] | undefined
  if (address === undefined) return null
  // All addresses of this machine are reached by its own name, which a certificate can have.
  const named = address.host === '' || address.host === '::' ? 'localhost' : address.host
  const host = named.includes(':') ? `[${named}]` : named
  return `${cert === undefined ? 'http' : 'https'}://${host}:${address.port}`
}
