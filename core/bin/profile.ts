// `--profile_options`: where the daemon spent its processor time, as a table at exit (CLI-SD-04).

import { type Profiler, Session } from 'node:inspector'

/** The words of the option that order the table; `callers` adds who called. */
type Order = 'cumulative' | 'calls' | 'callers'

interface Row {
  readonly name: string
  selfMs: number
  /** With everything that it called. */
  totalMs: number
  samples: number
  readonly callers: Set<string>
}

/** Starts to sample. The result ends it and prints; without words neither does anything. */
export function startProfile(words: readonly string[] | null): () => void {
  if (words === null) return () => {}
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.start')
  return () => {
    // The inspector of the own thread answers before `post` returns.
    session.post('Profiler.stop', (error, result) => {
      process.stdout.write(error === null ? formatProfile(result.profile, words) : `${error.message}\n`)
    })
    session.disconnect()
  }
}

const SHOWN_ROWS = 40

/** The table, ordered by `calls` (samples in the function itself) where asked, else by cumulative time. */
export function formatProfile(profile: Profiler.Profile, words: readonly string[]): string {
  const asks = (order: Order) => words.includes(order)
  const rows = [...sumUp(profile).values()].sort((a, b) =>
    asks('calls') && !asks('cumulative') ? b.samples - a.samples : b.totalMs - a.totalMs,
  )
  const lines = rows.slice(0, SHOWN_ROWS).map((row) => {
    const callers = asks('callers') ? `  <- ${[...row.callers].join(', ')}` : ''
    return `${column(row.samples)}${column(row.selfMs.toFixed(1))}${column(row.totalMs.toFixed(1))}  ${row.name}${callers}`
  })
  return [`${column('samples')}${column('self ms')}${column('total ms')}  function`, ...lines, ''].join('\n')
}

function column(value: string | number): string {
  return String(value).padStart(10)
}

function sumUp(profile: Profiler.Profile): Map<string, Row> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const selfMs = new Map<number, number>()
  profile.samples?.forEach((id, index) => {
    selfMs.set(id, (selfMs.get(id) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1000)
  })
  const rows = new Map<string, Row>()
  /** Adds a node under its callers; returns the time of the whole branch. */
  const visit = (id: number, path: readonly string[]): number => {
    const node = nodes.get(id)
    if (node === undefined) return 0
    const name = describe(node.callFrame)
    const row = rows.get(name) ?? { name, selfMs: 0, totalMs: 0, samples: 0, callers: new Set<string>() }
    rows.set(name, row)
    const caller = path.at(-1)
    if (caller !== undefined) row.callers.add(caller)
    const own = selfMs.get(id) ?? 0
    const total = (node.children ?? []).reduce((sum, child) => sum + visit(child, [...path, name]), own)
    row.selfMs += own
    row.samples += node.hitCount ?? 0
    // A function that calls itself counts once.
    if (!path.includes(name)) row.totalMs += total
    return total
  }
  const root = profile.nodes[0]
  if (root !== undefined) visit(root.id, [])
  return rows
}

function describe({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  return url === '' ? name : `${name} ${url.slice(url.lastIndexOf('/') + 1)}:${lineNumber + 1}`
}
