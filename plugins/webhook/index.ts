// `[webhook:x]`: chosen events to a URL. The daemon never waits for the target, and keeps a bounded number of events.

import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { WebhookOptions } from 'reeve/schemas/types'
import {
  definePlugin,
  type KnownNames,
  type Section,
  type SectionProblem,
  StartUpError,
  type Supervisor,
  type SupervisorEvent,
} from 'reeve/sdk'
import { Delivery } from './delivery.js'
import { renderBody } from './formats.js'
import { post } from './post.js'
import { createRecord, type EventRecord } from './records.js'

/** What is left at the end has this long to be sent. */
const FLUSH_MS = 3_000

export default definePlugin({
  name: 'webhook',
  sections: { webhook: 'named' },
  check: checkSection,
  apply(supervisor, { sections }) {
    const webhooks = sections.map((section) => createWebhook(supervisor, section))
    if (webhooks.length === 0) return
    supervisor.hooks.event.tap('webhook', (event) => {
      for (const webhook of webhooks) webhook.tell(event)
    })
    supervisor.hooks.shutdown.tapPromise('webhook', async () => {
      await Promise.all(webhooks.map(({ delivery }) => delivery.flush(FLUSH_MS)))
    })
    return () => {
      for (const { delivery } of webhooks) delivery.close()
    }
  },
})

interface Webhook {
  readonly delivery: Delivery
  tell(event: SupervisorEvent): void
}

function createWebhook(supervisor: Supervisor, section: Section): Webhook {
  const options = section.values as unknown as WebhookOptions
  const url = new URL(options.url)
  const { clock, log, identifier } = supervisor
  const sender = { identifier, host: hostname() }
  const ca = readAuthorities(section, options.tls_ca)
  const send = (events: readonly EventRecord[]) => {
    const body = renderBody(options.format, sender, events, options.template)
    const headers = {
      'content-type': 'application/json',
      ...options.headers,
      ...signature(options.secret, body),
    }
    return post({ url, body, headers, timeoutMs: options.timeout * 1000, ca }, clock)
  }
  const delivery = new Delivery({
    // Path and query of such a URL are often its password.
    name: `[${section.header}] ${url.protocol}//${url.host}`,
    clock,
    log,
    send,
    retries: options.retries,
    queueSize: options.queue_size,
    batchMs: options.batch_seconds * 1000,
  })
  const isWanted = createFilter(supervisor, options.events)
  return {
    delivery,
    tell(event) {
      if (!isWanted(event.type)) return
      const record = createRecord(event, supervisor)
      if (record.expected === true && !options.expected_exits) return
      delivery.add(record)
    },
  }
}

function readAuthorities(section: Section, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { file, line } = section.locate('tls_ca')
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartUpError(
      `tls_ca cannot be read: ${reason} [${file}:${line}, section ${section.header}, option tls_ca]`,
    )
  }
}

function signature(secret: string | undefined, body: string): Readonly<Record<string, string>> {
  if (secret === undefined || secret === '') return {}
  return { 'x-reeve-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
}

/** Whether a type, or one of its parents, is subscribed to. */
function createFilter({ eventTypes }: Supervisor, wanted: readonly string[]): (type: string) => boolean {
  const known = new Map<string, boolean>()
  const find = (type: string): boolean => {
    for (let name: string | null = type; name !== null; name = eventTypes.get(name) ?? null) {
      if (wanted.includes(name)) return true
    }
    return false
  }
  return (type) => {
    let answer = known.get(type)
    if (answer === undefined) {
      answer = find(type)
      known.set(type, answer)
    }
    return answer
  }
}

function checkSection(section: Section, { eventTypes }: KnownNames): readonly SectionProblem[] {
  const { url, events = [] } = section.values as Partial<WebhookOptions>
  const problems: SectionProblem[] = events.flatMap((name) => {
    if (!eventTypes.has(name)) {
      const choices = { written: name, known: eventTypes.keys() }
      return [{ section, option: 'events', text: `events: there is no event "${name}"`, choices }]
    }
    const isTick = name.startsWith('TICK')
    return isTick ? [{ section, option: 'events', text: 'events: ticks are made for event listeners' }] : []
  })
  // Told without the URL, which may be a secret.
  if (url !== undefined && !isUrl(url)) problems.push({ section, option: 'url', text: 'url is no URL' })
  return problems
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).host !== ''
}
