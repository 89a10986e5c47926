// HTTP Basic authentication against a section's username and password (WEB-40).

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Caller, HttpHooks, Section, SectionProblem } from 'reeve/sdk'

/** What a client is told: who it is, or the status of the refusal. */
export type Verdict = Caller | 400 | 401

export type Authenticate = (authorization: string | undefined) => Verdict

/** True when the section names a user. An empty name is none (CFG-INET-02). */
export function asksForPassword(section: Section): boolean {
  return typeof section.values.username === 'string' && section.values.username !== ''
}

/** Decides, once per server, how its clients are known. Plugins may come to know some later. */
export function createAuthenticate(section: Section, { authenticate }: HttpHooks): Authenticate {
  const anyone: Caller = { user: null, server: section.header }
  const own = asksForPassword(section) ? createBasic(section) : () => anyone
  return (authorization) => {
    if (authenticate.taps.length === 0) return own(authorization)
    const verdict = authenticate.call({ authorization, server: section })
    return verdict === false ? 401 : (verdict ?? own(authorization))
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

interface Account {
  readonly caller: Caller
  readonly user: Buffer
  readonly password: Buffer
  /** The config has the password's SHA-1 digest. */
  readonly isHashed: boolean
}

function createAccount(username: unknown, password: unknown, caller: Caller): Account {
  const text = String(password ?? '')
  const isHashed = text.startsWith('{SHA}')
  return {
    caller,
    user: digest(String(username)),
    password: digest(isHashed ? text.slice(5) : text),
    isHashed,
  }
}

function accountsOf({ values, header }: Section): readonly Account[] {
  const user = createAccount(values.username, values.password, {
    user: String(values.username),
    server: header,
  })
  const { readonly_username: viewer, readonly_password: password } = values
  if (typeof viewer !== 'string' || viewer === '') return [user]
  return [user, createAccount(viewer, password, { user: viewer, server: header, readOnly: true })]
}

function createBasic(section: Section): Authenticate {
  const accounts = accountsOf(section)
  return (authorization) => {
    const [, scheme, encoded] = /^(\S+) +(.*)$/.exec(authorization ?? '') ?? []
    if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return 401
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return 400
    const credentials = Buffer.from(encoded, 'base64').toString('utf8')
    const colon = credentials.indexOf(':')
    // Differs from Supervisor: credentials without a colon are a bad request, not its own failure (500).
    if (colon < 0) return 400
    const [name, password] = [credentials.slice(0, colon), credentials.slice(colon + 1)]
    // All are compared, so that the time does not tell which one was near.
    const found = accounts.filter((account) => isOf(account, name, password))
    return found[0]?.caller ?? 401
  }
}

/** Digests have one length, and both are always compared, so the time tells nothing (EDGE-38). */
function isOf({ user, password, isHashed }: Account, name: string, given: string): boolean {
  const candidate = isHashed ? createHash('sha1').update(given).digest('hex') : given
  const userMatches = timingSafeEqual(digest(name), user)
  const passwordMatches = timingSafeEqual(digest(candidate), password)
  return userMatches && passwordMatches
}

/** What the section's options for a viewer lack to make sense. */
export function checkViewer(section: Section): readonly SectionProblem[] {
  const { username, readonly_username: viewer, readonly_password: password } = section.values
  const problem = (option: string, text: string) => [{ section, option, text }]
  if (password !== undefined && viewer === undefined) {
    return problem('readonly_password', 'readonly_password needs readonly_username beside it')
  }
  if (viewer === undefined) return []
  if (!asksForPassword(section)) {
    return problem(
      'readonly_username',
      'readonly_username needs username and password: without them everybody may do everything',
    )
  }
  if (password === undefined) {
    return problem('readonly_username', 'readonly_username needs readonly_password beside it')
  }
  return viewer === username
    ? problem('readonly_username', 'readonly_username must be another name than username')
    : []
}
