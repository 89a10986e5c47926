// Requests to the daemon's JSON API. Addresses are below that of the page, so that it works below any path of a proxy.

import { BASE } from './base.js'
import { forgetSession, session } from './session.js'
import type { ErrorResponse } from './types.js'

export const API = `${BASE}api/v1`
/** A daemon that says nothing for so long is not there. What people ask of processes may take longer. */
const ANSWER_MS = 30_000

/** The path of something that has a name: `/programs/${name}` with the name encoded. */
export function at(strings: TemplateStringsArray, ...names: readonly string[]): string {
  return String.raw({ raw: strings }, ...names.map(encodeURIComponent))
}

/** A list in a query. The comma behind the last item tells that those within items are theirs. */
export function listOf(items: readonly string[]): string {
  return items.map((item) => `${encodeURIComponent(item)},`).join('')
}

export async function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return read(await send(path, { signal: signal ?? AbortSignal.timeout(ANSWER_MS) }))
}

export async function post<Answer>(path: string, body: object = {}): Promise<Answer> {
  const request = { method: 'POST', body: JSON.stringify(body) }
  const headers = async () => ({
    'content-type': 'application/json',
    'x-reeve-token': (await session()).token,
  })
  const response = await send(path, { ...request, headers: await headers() })
  if (response.status !== 403) return read(response)
  // The daemon may be another one than the page knows.
  forgetSession()
  return read(await send(path, { ...request, headers: await headers() }))
}

async function send(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`${API}${path}`, request)
  } catch (error) {
    if (request.signal?.aborted === true) throw error
    throw new Error(String(error))
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  const text = await response.text()
  if (response.ok) return JSON.parse(text) as Answer
  throw errorOf(response, text)
}

/** What the daemon answered instead, in words. A proxy in between answers in its own way. */
function errorOf(response: Response, text: string): Error {
  try {
    const { error } = JSON.parse(text) as ErrorResponse
    return new Error(error.message)
  } catch {
    return new Error(`${response.status} ${response.statusText}`)
  }
}
