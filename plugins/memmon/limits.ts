// Memory limits as they are written, and which of them a process is over. Shared by the plugin and the listener.

/** `web=200MB`: a name and a number of bytes. */
export type SizeByName = ReadonlyMap<string, number>

export interface Limits {
  /** By `name` and by `group:name`. */
  readonly programs: SizeByName
  readonly groups: SizeByName
  readonly any: number | null
}

/** A limit that was exceeded, and where it comes from: `any`, `group workers`, `program web`. */
export interface Excess {
  readonly limit: number
  readonly of: string
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }

/** Bytes, or a number with KB, MB or GB. Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, digits, suffix = ''] = /^\s*(\d+)\s*([KMG]B)?\s*$/i.exec(text) ?? []
  const factor = FACTORS[suffix.toUpperCase()]
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor
}

/** `name=size`. Undefined for anything else. */
export function parseNamedSize(text: string): readonly [name: string, bytes: number] | undefined {
  const equals = text.lastIndexOf('=')
  const name = text.slice(0, Math.max(0, equals)).trim()
  const bytes = parseSize(text.slice(equals + 1))
  return name === '' || bytes === undefined ? undefined : [name, bytes]
}

/** The most particular limit that `rssBytes` is over; undefined when it is over none. */
export function findExcess(
  limits: Limits,
  group: string,
  name: string,
  rssBytes: number,
): Excess | undefined {
  const candidates: readonly (readonly [number | null | undefined, string])[] = [
    [limits.programs.get(`${group}:${name}`), `program ${group}:${name}`],
    [limits.programs.get(name), `program ${name}`],
    [limits.groups.get(group), `group ${group}`],
    [limits.any, 'any'],
  ]
  for (const [limit, of] of candidates) {
    if (typeof limit === 'number' && rssBytes > limit) return { limit, of }
  }
  return undefined
}

/** For people: `210.3 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  const unit = bytes >= FACTORS.GB! ? 'GB' : bytes >= FACTORS.MB! ? 'MB' : 'KB'
  return `${Number((bytes / FACTORS[unit]!).toFixed(1))} ${unit}`
}
