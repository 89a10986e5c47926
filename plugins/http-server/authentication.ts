// HTTP Basic authentication against a section's username and password (WEB-40).

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Caller, HttpHooks, Section } from 'reeve/sdk'

/** What a client is told: who it is, or the status of the refusal. */
export type Verdict = Caller | 400 | 401

export type Authenticate = (authorization: string | undefined) => Verdict

/** True when the section names a user. An empty name is none (CFG-INET-02). */
export function asksForPassword(section: Section): boolean {
  return typeof section.values.username === 'string' && section.values.username !== ''
}

/** Decides, once per server, how its clients are known. Undefined when everybody may come in. */
export function createAuthenticate(section: Section, hooks: HttpHooks): Authenticate | undefined {
  const own = asksForPassword(section) ? createBasic(section) : undefined
  const anyone: Caller = { user: null, server: section.header }
  if (hooks.authenticate.taps.length === 0) return own
  return (authorization) => {
    const verdict = hooks.authenticate.call({ authorization, server: section })
    if (verdict === false) return 401
    return verdict ?? (own === undefined ? anyone : own(authorization))
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function createBasic(section: Section): Authenticate {
  const username = String(section.values.username)
  const password = String(section.values.password ?? '')
  const isHashed = password.startsWith('{SHA}')
  const expectedUser = digest(username)
  const expectedPassword = digest(isHashed ? password.slice(5) : password)
  const caller: Caller = { user: username, server: section.header }
  return (authorization) => {
    const [, scheme, encoded] = /^(\S+) +(.*)$/.exec(authorization ?? '') ?? []
    if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return 401
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return 400
    const credentials = Buffer.from(encoded, 'base64').toString('utf8')
    const colon = credentials.indexOf(':')
    // Differs from Supervisor: credentials without a colon are a bad request, not its own failure (500).
    if (colon < 0) return 400
    const given = credentials.slice(colon + 1)
    const candidate = isHashed ? createHash('sha1').update(given).digest('hex') : given
    // Digests have one length, and both are always compared, so the time tells nothing (EDGE-38).
    const userMatches = timingSafeEqual(digest(credentials.slice(0, colon)), expectedUser)
    const passwordMatches = timingSafeEqual(digest(candidate), expectedPassword)
    return userMatches && passwordMatches ? caller : 401
  }
}
