// The memory of processes as a program finds it by itself: from /proc, elsewhere from ps.

import { readdir, readFile } from 'node:fs/promises'
import type { Run } from 'reeve/sdk'

interface Row {
  readonly parent: number
  readonly rssBytes: number
}

/** Resident bytes by pid, with `cumulative` those of descendants too. Pids that are gone are left out. */
export async function readMemory(
  pids: readonly number[],
  cumulative: boolean,
  run: Run,
): Promise<ReadonlyMap<number, number>> {
  const table = process.platform === 'linux' ? await readFiles(cumulative ? null : pids) : await readPs(run)
  const bytes = new Map<number, number>()
  for (const pid of pids) {
    const own = table.get(pid)
    if (own !== undefined) bytes.set(pid, own.rssBytes)
  }
  if (!cumulative) return bytes
  for (const [pid, { rssBytes }] of table) {
    if (bytes.has(pid) && pids.includes(pid)) continue
    const root = rootOf(pid, table, new Set(pids))
    if (root !== undefined) bytes.set(root, (bytes.get(root) ?? 0) + rssBytes)
  }
  return bytes
}

/** The nearest ancestor that is one of `roots`. */
function rootOf(
  pid: number,
  table: ReadonlyMap<number, Row>,
  roots: ReadonlySet<number>,
): number | undefined {
  const seen = new Set<number>()
  for (let at = table.get(pid)?.parent; at !== undefined && !seen.has(at); at = table.get(at)?.parent) {
    if (roots.has(at)) return at
    seen.add(at)
  }
  return undefined
}

/** Null reads all there are. */
async function readFiles(pids: readonly number[] | null): Promise<Map<number, Row>> {
  const wanted = pids ?? (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const table = new Map<number, Row>()
  for (const pid of wanted) {
    const row = parseStatus(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))
    if (row !== undefined) table.set(pid, row)
  }
  return table
}

/** Undefined for what is gone. A kernel thread has no memory of its own. */
export function parseStatus(text: string): Row | undefined {
  const parent = /^PPid:\s+(\d+)$/m.exec(text)?.[1]
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? '0'
  return parent === undefined ? undefined : { parent: Number(parent), rssBytes: Number(kilobytes) * 1024 }
}

async function readPs(run: Run): Promise<Map<number, Row>> {
  const { output } = await run(['ps', '-axo', 'pid=,ppid=,rss='])
  return parsePs(output)
}

export function parsePs(output: string): Map<number, Row> {
  const rows = output.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gm)
  return new Map(
    [...rows].map(([, pid, parent, kilobytes]) => [
      Number(pid),
      { parent: Number(parent), rssBytes: Number(kilobytes) * 1024 },
    ]),
  )
}
