// `key:value key:value`: how headers and the first lines of payloads are written.

export type Tokens = Readonly<Partial<Record<TokenName, string>>>

const NAMES = [
  'ver',
  'server',
  'serial',
  'pool',
  'poolserial',
  'eventname',
  'len',
  'processname',
  'groupname',
  'from_state',
  'pid',
  'tries',
  'expected',
  'channel',
  'when',
] as const

type TokenName = (typeof NAMES)[number]

const KNOWN: ReadonlySet<string> = new Set(NAMES)

/**
 * Tokens may come in any order (EVP-10). A word without a name before it belongs to the value before it, as names and
 * identifiers may have spaces. Unknown names are left out.
 */
export function readTokens(line: string): Tokens {
  const tokens: Partial<Record<string, string>> = {}
  let key = ''
  for (let start = 0; start < line.length; ) {
    const space = line.indexOf(' ', start)
    const end = space === -1 ? line.length : space
    const colon = line.indexOf(':', start)
    if (colon > start && colon < end) {
      const name = line.slice(start, colon)
      key = KNOWN.has(name) ? name : ''
      if (key !== '') tokens[key] = line.slice(colon + 1, end)
    } else if (key !== '') tokens[key] += line.slice(start - 1, end)
    start = end + 1
  }
  return tokens
}
