// From a request to a call: which operation it is, and whether its query and its body are as described.

import { API_OPERATIONS, API_ROOT, type ApiOperation, type QueryType } from 'reeve/schemas/api-operations'
import { API_VALIDATORS } from 'reeve/schemas/api-validators'
import { Refusal } from './refusals.js'

export interface Match {
  readonly operation: ApiOperation
  readonly parameters: Readonly<Record<string, string>>
}

interface Route {
  readonly operation: ApiOperation
  readonly parts: readonly string[]
}

const ROUTES: readonly Route[] = API_OPERATIONS.map((operation) => ({
  operation,
  parts: split(operation.path),
}))

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

/** The operation of a path, query excluded. Throws a Refusal: 404, or 405 with the methods that there are. */
export function matchRoute(method: string, path: string): Match {
  const parts = split(path.slice(API_ROOT.length)).map(decode)
  const routes = ROUTES.filter((route) => fits(route.parts, parts))
  const route = routes.find(({ operation }) => operation.method === method)
  if (route !== undefined)
    return { operation: route.operation, parameters: readParameters(route.parts, parts) }
  if (routes.length === 0) throw new Refusal(404, 'NOT_FOUND', `there is no ${path}`)
  const allowed = routes.map(({ operation }) => operation.method).join(', ')
  throw new Refusal(405, 'METHOD_NOT_ALLOWED', `${path} takes ${allowed}`)
}

/** A literal part is preferred to none: no two routes of one method fit the same path. */
function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length && pattern.every((part, at) => part.startsWith('{') || part === parts[at])
  )
}

function readParameters(pattern: readonly string[], parts: readonly string[]): Record<string, string> {
  const named = pattern.flatMap((part, at) =>
    part.startsWith('{') ? [[part.slice(1, -1), parts[at] ?? ''] as const] : [],
  )
  return Object.fromEntries(named)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Refusal(400, 'BAD_REQUEST', `${part} cannot be decoded`)
  }
}

/** The query as typed values: what was decoded of it, and all of it as it was sent. Throws a Refusal. */
export function readQuery(
  { id, query }: ApiOperation,
  given: Readonly<Record<string, unknown>>,
  sent: string,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const type = Object.hasOwn(query, name) ? query[name] : undefined
    if (type === undefined) throw new Refusal(400, 'BAD_ARGUMENTS', `there is no query parameter ${name}`)
    const text = String(Array.isArray(value) ? value.at(-1) : value)
    values[name] = type === 'list' ? listOf(rawValue(sent, name) ?? text) : coerce(name, text, type)
  }
  if (Object.keys(query).length > 0) check(`${id}Query`, values, 'the query')
  return values
}

function rawValue(sent: string, name: string): string | undefined {
  return sent
    .split('&')
    .findLast((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}

/** Items stand between commas. One that has a comma of its own has it encoded, and a plain comma beside it. */
function listOf(raw: string): string[] {
  const items = raw.includes(',') ? raw.split(',').map(decodeItem) : decodeItem(raw).split(',')
  return items.filter((item) => item !== '')
}

function decodeItem(item: string): string {
  return decode(item.replaceAll('+', ' '))
}

function coerce(name: string, text: string, type: Exclude<QueryType, 'list'>): unknown {
  switch (type) {
    case 'integer':
      if (/^-?\d{1,15}$/.test(text)) return Number(text)
      throw new Refusal(400, 'BAD_ARGUMENTS', `${name} must be a whole number`)
    case 'boolean':
      if (/^(1|true|0|false)$/.test(text)) return text === '1' || text === 'true'
      throw new Refusal(400, 'BAD_ARGUMENTS', `${name} must be true or false`)
    default:
      return text
  }
}

/** The body, an empty one as `{}`. Throws a Refusal. */
export function readBody({ body: validator }: ApiOperation, body: unknown): Record<string, unknown> {
  if (validator === null) return {}
  const value = body ?? {}
  check(validator, value, 'the body')
  return value as Record<string, unknown>
}

function check(validator: string, value: unknown, what: string): void {
  const validate = API_VALIDATORS[validator]
  if (validate === undefined || validate(value)) return
  const [error] = validate.errors ?? []
  const place = error?.instancePath === '' ? what : `${what}: ${error?.instancePath.slice(1)}`
  const extra = error?.params.additionalProperty ?? error?.params.allowedValues
  const detail = extra === undefined ? '' : ` (${Array.isArray(extra) ? extra.join(', ') : String(extra)})`
  throw new Refusal(400, 'BAD_ARGUMENTS', `${place} ${error?.message ?? 'is not as described'}${detail}`)
}
