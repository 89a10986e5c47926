// Takes out of a transcript what differs from run to run: folders, pids, times and random names.

const REWRITES: readonly (readonly [RegExp, string])[] = [
  // The time stamp of a log line.
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} /gm, ''],
  [/\bpid \d+/g, 'pid {pid}'],
  // Payloads of events; 0 is no pid.
  [/\bpid:[1-9]\d*/g, 'pid:{pid}'],
  [/\(\d+\)(?= with SIGKILL)/g, '({pid})'],
  [/uptime (\d+ days?, )?\d+:\d\d:\d\d/g, 'uptime {uptime}'],
  [/\b[A-Z][a-z]{2} \d\d \d\d:\d\d [AP]M\b/g, '{date}'],
  // The random part of an AUTO log's name.
  [/---([\w.-]+)-[\w]{8}\.log/g, '---$1-{random}.log'],
  [/\S*\/(supervisord|supervisorctl)(?= -h\b)/g, '{$1}'],
  // CTL-05: scripts match the prefix only.
  [/^error: .*$/gm, 'error: {details}'],
  // What follows is advice in the words of each.
  [/^Sorry, .*supervisor namespace.*$/gm, 'Sorry, {advice}'],
  [/(?<=incomplete authentication: ).*$/gm, '{advice}'],
]

/** Rewrites all strings in a value, however deep. `folders` become `{dir}`. */
export function normalise(value: unknown, folders: readonly string[]): unknown {
  if (typeof value === 'string') return normaliseText(value, folders)
  if (Array.isArray(value)) return value.map((item) => normalise(item, folders))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, normaliseMember(name, member, folders)]),
  )
}

function normaliseText(text: string, folders: readonly string[]): string {
  let result = text
  for (const folder of folders) result = result.replaceAll(folder, '{dir}')
  for (const [pattern, replacement] of REWRITES) result = result.replace(pattern, replacement)
  return result
}

const TIMES = ['start', 'stop', 'now']

function normaliseMember(name: string, member: unknown, folders: readonly string[]): unknown {
  if (typeof member === 'number' && member > 0) {
    if (name === 'pid') return '{pid}'
    if (TIMES.includes(name)) return '{time}'
  }
  return normalise(member, folders)
}
