// What the tests of the web pages ask for and look at.

import type { TestContext } from 'node:test'
import { type HttpAnswer, type RequestOptions, request } from '../../support/address.js'
import { type Served, type ServedOptions, serve } from '../http/served.js'

export interface Pages extends Served {
  /** The namespecs of what was started and stopped since the last call, as `STARTING web`, in order. */
  changes(): string[]
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>
  ask(method: string, path: string, options?: RequestOptions): Promise<HttpAnswer>
}

export async function servePages(context: TestContext, options: ServedOptions = {}): Promise<Pages> {
  const served = await serve(context, options)
  const changes: string[] = []
  served.supervisor.hooks.stateChange.tap('test', ({ process, to }) => {
    if (to === 'STARTING' || to === 'STOPPING') changes.push(`${to} ${process.namespec}`)
  })
  const ask: Pages['ask'] = (method, path, more) => request(served.address, method, path, more)
  return {
    ...served,
    ask,
    changes: () => changes.splice(0),
    get: (path, headers = {}) => ask('GET', path, { headers }),
    post: (path, body, headers = {}) => ask('POST', path, { headers, body }),
  }
}

/** The message that an answer redirects to, with the time taken out; or the status of another answer. */
export function messageOf(answer: HttpAnswer): string | number {
  const message = /^https?:\/\/localhost\/\?message=(.*)$/.exec(answer.headers.location ?? '')?.[1]
  if (answer.status !== 301 || message === undefined) return answer.status
  return decodeURIComponent(message).replace(/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/, '{time}')
}

/** The token of a status page. */
export function tokenOf(page: HttpAnswer): string {
  return /name="token" value="(\w+)"/.exec(page.body.toString())?.[1] ?? 'none'
}
