// Options as they may be shown: typed, in the spelling of the file where it has one, and without secrets.

import type { OptionValue } from 'reeve/schemas/api-types'
import type { GroupConfig, ProcessConfig } from 'reeve/sdk'
import { signalName } from './signal-name.js'

/** What of a process's configuration is no option of its section. */
const NO_OPTIONS: ReadonlySet<string> = new Set([
  'name',
  'program',
  'of',
  'source',
  'environment',
  'extensions',
  'serverurlAutomatic',
  'stdoutIsProtocol',
])

const HIDDEN = '***'
const SECRET_NAME = /pass(word|wd|phrase)?$|secret|token|api_?key|credential|private_?key/i

/** Every option in force by name, plugins' own among them. */
export function optionsOf(config: ProcessConfig): ReadonlyMap<string, unknown> {
  const own = Object.entries(config).filter(
    ([key, value]) => !NO_OPTIONS.has(key) && typeof value !== 'function',
  )
  const added = Object.values(config.extensions).flatMap((keys) => Object.entries(keys))
  return new Map([...own, ...added])
}

/** What a group has beyond its processes. */
export function groupOptionsOf({ priority, extra }: GroupConfig): ReadonlyMap<string, unknown> {
  return new Map([['priority', priority], ...Object.entries(extra)])
}

export function showValue(option: string, value: unknown): OptionValue {
  if (value === null || value === undefined) return null
  if (SECRET_NAME.test(option)) return HIDDEN
  if (option === 'umask' && typeof value === 'number') return value.toString(8).padStart(3, '0')
  if (option === 'stopsignal' && typeof value === 'number') {
    return signalName(value)?.replace(/^SIG/, '') ?? value
  }
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'string') return maskText(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number')) {
    return value.map((item) => (typeof item === 'string' ? maskText(item) : item))
  }
  return maskText(JSON.stringify(value) ?? '')
}

/** Hides passwords in URLs and what follows an option or a name that says it is one. */
export function maskText(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, `$1:${HIDDEN}@`)
    .replace(
      /((?:--?|\b)[\w-]*(?:password|passwd|passphrase|secret|token|api[-_]?key|credentials?)["']?(?:\s*[=:]\s*|\s+))("[^"]*"|'[^']*'|[^\s"',;]+)/gi,
      `$1${HIDDEN}`,
    )
}
