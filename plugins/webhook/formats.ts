// The bodies that targets want: every field for programs, one text for people.

import type { EventRecord } from './records.js'

export type Format = 'json' | 'slack' | 'discord' | 'teams'

export interface Sender {
  readonly identifier: string
  readonly host: string
}

/** Texts longer than a target takes are cut. Slack's own limit is far higher, and nobody reads more. */
const MOST_CHARACTERS: Readonly<Record<Format, number>> = {
  json: Number.POSITIVE_INFINITY,
  slack: 4_000,
  discord: 2_000,
  teams: 8_000,
}

export function renderBody(
  format: Format,
  sender: Sender,
  events: readonly EventRecord[],
  template: string,
): string {
  if (format === 'json') return JSON.stringify({ ...sender, events })
  const text = events.map((event) => renderText(template, sender, event)).join('\n')
  return JSON.stringify(MESSAGES[format](text))
}

/** `{name}` in a template. A name that is none stays as it is written. */
export function renderText(template: string, sender: Sender, event: EventRecord): string {
  const values: Readonly<Record<string, unknown>> = { ...NO_VALUES, ...event, ...sender }
  return template.replace(/\{(\w+)\}/g, (written, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : written,
  )
}

const NO_VALUES = {
  process: '',
  group: '',
  namespec: '',
  from_state: '',
  pid: '',
  tries: '',
  expected: '',
  data: '',
}

/** Names and output come from programs: they must not ping anybody or pass for markup. */
const MESSAGES: Readonly<Record<Exclude<Format, 'json'>, (text: string) => unknown>> = {
  slack: (text) => ({
    text: cut(
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      MOST_CHARACTERS.slack,
    ),
  }),
  discord: (text) => ({ content: cut(text, MOST_CHARACTERS.discord), allowed_mentions: { parse: [] } }),
  teams: (text) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ type: 'TextBlock', text: cut(text, MOST_CHARACTERS.teams), wrap: true }],
        },
      },
    ],
  }),
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
