// A name and password of its own for each listener, where a server asks for one: the one of the config may be known
// only as a digest, and would outlive the listener. (Supervisor sets neither, so that no listener gets in.)

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  type Caller,
  type Config,
  type Credentials,
  httpHooks,
  type Process,
  type SpawnSpec,
  type Supervisor,
} from 'reeve/sdk'
import type { SavedCredentials } from './saved.js'

const USER = 'SUPERVISOR_USERNAME'
const PASSWORD = 'SUPERVISOR_PASSWORD'

export interface ListenerCredentials {
  /** Gives a listener that is about to start a new name and password. */
  provide(spec: SpawnSpec, process: Process): SpawnSpec
  /** What is known of a listener's password; null for none. */
  save(process: Process): SavedCredentials | null
  /** The listener has its password from another image of the program. */
  resume(process: Process, saved: SavedCredentials): void
  /** The listener has ended, and its password with it. */
  withdraw(process: Process): void
}

/** Null when no server asks for a password. */
export function createCredentials(supervisor: Supervisor): ListenerCredentials | null {
  if (!asksForPassword(supervisor.config)) return null
  const names = new Map<Process, string>()
  const digests = new Map<string, Buffer>()
  const recognize = ({ authorization, server }: Credentials): Caller | false | undefined => {
    const given = parseBasic(authorization)
    const expected = given === null ? undefined : digests.get(given.name)
    if (given === null || expected === undefined) return undefined
    if (!timingSafeEqual(digest(given.password), expected)) return false
    return { user: given.name, server: server.header }
  }
  let isTapped = false
  const add = (process: Process, name: string, password: Buffer) => {
    names.set(process, name)
    digests.set(name, password)
    // Not before there is somebody to recognize: a tap says that the servers are guarded.
    if (!isTapped) httpHooks(supervisor).authenticate.tap('event-listener', recognize)
    isTapped = true
  }
  const withdraw = (process: Process) => {
    const name = names.get(process)
    if (name !== undefined) digests.delete(name)
    names.delete(process)
  }
  return {
    withdraw,
    save(process) {
      const name = names.get(process)
      const known = name === undefined ? undefined : digests.get(name)
      return name === undefined || known === undefined ? null : { name, digest: known.toString('hex') }
    },
    resume(process, saved) {
      add(process, saved.name, Buffer.from(saved.digest, 'hex'))
    },
    provide(spec, process) {
      // What the operator configured for the listener is meant.
      if (Object.hasOwn(process.config.environment, USER) || process.config.serverurl === null) return spec
      withdraw(process)
      const name = `listener-${process.name}-${randomBytes(6).toString('hex')}`
      const password = randomBytes(24).toString('base64url')
      add(process, name, digest(password))
      return { ...spec, environment: { ...spec.environment, [USER]: name, [PASSWORD]: password } }
    },
  }
}

function asksForPassword({ sections }: Config): boolean {
  return sections.some(
    ({ kind, values }) =>
      /^(inet|unix)_http_server$/.test(kind) && typeof values.username === 'string' && values.username !== '',
  )
}

function parseBasic(
  authorization: Credentials['authorization'],
): { readonly name: string; readonly password: string } | null {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  return name === undefined || password === undefined ? null : { name, password }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
