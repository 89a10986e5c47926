// openapi.json: the JSON API for people and their tools.

import { API_ROOT, API_VERSION_NUMBER } from '../api.js'
import { type ApiSource, type DescribedOperation, type JsonSchema, pathParameters } from './api-source.js'

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request is not as described here.',
  401: 'Credentials are missing or wrong.',
  403: 'The caller may not do this, or a page of another site asks for it.',
  404: 'There is no such thing.',
  409: 'Its state does not allow it.',
  413: 'The body is too large.',
  416: 'The range begins behind the end.',
  422: 'It was tried and failed.',
  503: 'The daemon is shutting down or restarting.',
}

/** What every operation may answer. */
const COMMON = [400, 401, 403]

export function renderOpenApi(source: ApiSource): string {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of source.operations) {
    const path = `${API_ROOT}${operation.path}`
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) }
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Reeve',
      version: String(API_VERSION_NUMBER),
      description:
        'The JSON API of supervisord. It is on every HTTP server of the configuration, with its username and ' +
        'password. Times are milliseconds since 1970; refusals are `{error: {code, fault, message}}`. Bodies are ' +
        '`application/json`; what a page in a browser posts needs the header `X-Reeve-Token`, and pages of other sites ' +
        'can change nothing. Within this version members are added, never taken away: ignore what you do not know.',
      license: { name: 'MIT' },
    },
    tags: source.tags,
    security: [{ basic: [] }, {}],
    paths,
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' } },
      schemas: source.schemas,
    },
  }
  return `${JSON.stringify(document, null, 1)}\n`
}

function describe(operation: DescribedOperation) {
  const statuses = [...COMMON, ...(operation.body === undefined ? [] : [413]), ...(operation.statuses ?? [])]
  const failures = statuses.toSorted().map((status) => [String(status), refusal(status)])
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    parameters: [
      ...pathParameters(operation.path).map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...Object.entries(operation.query ?? {}).map(([name, { description, ...schema }]) => ({
        name,
        in: 'query',
        ...(description === undefined ? {} : { description }),
        ...(schema.type === 'array' ? { explode: false } : {}),
        schema,
      })),
    ],
    ...(operation.body === undefined
      ? {}
      : { requestBody: { content: { 'application/json': { schema: operation.body } } } }),
    responses: {
      200: { description: operation.summary, content: answerOf(operation) },
      ...Object.fromEntries(failures),
    },
  }
}

function answerOf({ stream, answer }: DescribedOperation): Record<string, { schema: JsonSchema }> {
  return { [stream ?? 'application/json']: { schema: answer } }
}

function refusal(status: number) {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return { description: REFUSALS[status], content }
}
