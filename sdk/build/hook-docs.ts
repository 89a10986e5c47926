// Reads the hooks and what they carry from the sources of the SDK: names, types and docstrings.

export interface HookDoc {
  readonly name: string
  /** As it is written: `SyncHook<[StateChange]>`. */
  readonly type: string
  /** Its docstring by the words that its lines begin with: `Fires`, `May`, `Must not`, `Order`, `A throw`. */
  readonly lines: ReadonlyMap<string, string>
  /** The docstring as one text. */
  readonly text: string
}

export interface HookGroup {
  /** `SupervisorHooks`. */
  readonly type: string
  /** The contract's name, `http`; null for the core's. */
  readonly contract: string | null
  /** The function that gives the hooks: `httpHooks`; null for the core's. */
  readonly accessor: string | null
  readonly members: readonly HookDoc[]
}

const LABELS = ['Fires', 'May change', 'May', 'Must not', 'Order', 'A throw']

/** The interfaces of a source that are named `...Hooks`. */
export function readHookGroups(source: string): readonly HookGroup[] {
  return [...source.matchAll(/^export interface (\w+Hooks) \{\n([\s\S]*?)^\}/gm)].map(
    ([, type = '', body = '']) => {
      const accessor = new RegExp(
        `export function (\\w+)\\([^)]*\\): ${type} \\{\\s+return \\w+\\.contract\\('([^']+)'`,
      )
      const [, name = null, contract = null] = accessor.exec(source) ?? []
      return { type, contract, accessor: name, members: readMembers(body) }
    },
  )
}

function readMembers(body: string): readonly HookDoc[] {
  const member = / {2}\/\*\*([\s\S]*?)\*\/\n {2}readonly (\w+): ([\s\S]*?)(?=\n {2}\/\*\*|\n*$)/g
  return [...body.matchAll(member)].map(([, doc = '', name = '', type = '']) => {
    const text = plain(doc)
    return {
      name,
      type: type.replace(/\s+/g, ' ').trim(),
      lines: linesOf(text),
      text: text.replace(/\n/g, ' '),
    }
  })
}

/** A docstring without its stars, a line each. */
function plain(doc: string): string {
  return doc
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .filter((line) => line !== '')
    .join('\n')
}

function linesOf(text: string): ReadonlyMap<string, string> {
  const lines = new Map<string, string>()
  let label: string | undefined
  for (const line of text.split('\n')) {
    const begun = LABELS.find((one) => line.startsWith(`${one}: `))
    if (begun !== undefined) {
      label = begun
      lines.set(begun, line.slice(begun.length + 2))
    } else if (label !== undefined) lines.set(label, `${lines.get(label)} ${line}`)
  }
  return lines
}

/** Interfaces and types that a source exports, by name, as they are written with their docstrings. */
export function readTypes(source: string): ReadonlyMap<string, string> {
  const declared =
    /^(\/\*\*(?:(?!\*\/)[\s\S])*?\*\/\n)?export (?:interface (\w+)[^{]*\{\n[\s\S]*?^\}|type (\w+) =[\s\S]*?(?=\n\n|\n$))/gm
  return new Map(
    [...source.matchAll(declared)].map((match) => [
      match[2] ?? match[3] ?? '',
      match[0].replace(/^export /m, '').replace(/^ *\/\/ biome-ignore.*\n/gm, ''),
    ]),
  )
}
