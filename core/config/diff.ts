// What "changed" means at a reread (CFG-DIFF-01, CFG-DIFF-02).

import { isDeepStrictEqual } from 'node:util'
import type { ConfigDiff, GroupConfig, ProcessConfig } from '../../sdk/config.js'

/**
 * Compares configured values, never what was made of them: a change from a path to AUTO is seen.
 * Differs from Supervisor, which takes AUTO for equal to anything. (Test: "a log file that becomes AUTO is a change".)
 */
export function compareGroups(active: readonly GroupConfig[], next: readonly GroupConfig[]): ConfigDiff {
  const before = new Map(active.map((group) => [group.name, group]))
  const after = new Set(next.map(({ name }) => name))
  const added: string[] = []
  const changed: string[] = []
  for (const group of next) {
    const old = before.get(group.name)
    if (old === undefined) added.push(group.name)
    else if (!sameGroup(old, group)) changed.push(group.name)
  }
  const removed = active.map(({ name }) => name).filter((name) => !after.has(name))
  return { added, changed, removed }
}

function sameGroup(left: GroupConfig, right: GroupConfig): boolean {
  return (
    left.kind === right.kind &&
    left.priority === right.priority &&
    left.processes.length === right.processes.length &&
    left.processes.every((process, index) => sameProcess(process, right.processes[index])) &&
    isDeepStrictEqual(left.extra, right.extra)
  )
}

function sameProcess(left: ProcessConfig, right: ProcessConfig | undefined): boolean {
  return (
    right !== undefined && COMPARED.every((key) => same(left[key], right[key])) && sameServerUrl(left, right)
  )
}

function same(left: unknown, right: unknown): boolean {
  return left === right || (typeof left === 'object' && isDeepStrictEqual(left, right))
}

// AUTO follows the servers, which change only at a restart of supervisord.
function sameServerUrl(left: ProcessConfig, right: ProcessConfig): boolean {
  if (left.serverurlAutomatic !== right.serverurlAutomatic) return false
  return left.serverurlAutomatic === true || left.serverurl === right.serverurl
}

/** Everything but where it is written, how it is read, what the kind of the group says, and the servers' address. */
type ComparedKey = Exclude<
  keyof ProcessConfig,
  'source' | 'of' | 'serverurl' | 'serverurlAutomatic' | 'stdoutIsProtocol'
>

// An object, so that the compiler says which key is missing.
const COMPARED_KEYS: Readonly<Record<ComparedKey, true>> = {
  name: true,
  program: true,
  command: true,
  directory: true,
  umask: true,
  priority: true,
  autostart: true,
  autorestart: true,
  startsecs: true,
  startretries: true,
  user: true,
  exitcodes: true,
  stopsignal: true,
  stopwaitsecs: true,
  stopasgroup: true,
  killasgroup: true,
  redirect_stderr: true,
  stdout_logfile: true,
  stdout_logfile_maxbytes: true,
  stdout_logfile_backups: true,
  stdout_capture_maxbytes: true,
  stdout_events_enabled: true,
  stdout_syslog: true,
  stderr_logfile: true,
  stderr_logfile_maxbytes: true,
  stderr_logfile_backups: true,
  stderr_capture_maxbytes: true,
  stderr_events_enabled: true,
  stderr_syslog: true,
  environment: true,
  extensions: true,
}
const COMPARED = Object.keys(COMPARED_KEYS) as readonly ComparedKey[]
