// One typed line: the command's name and the rest, by the rules of Supervisor's shell (CTL-08).

export type CommandLine =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown'; readonly line: string }
  | { readonly kind: 'command'; readonly line: string; readonly name: string; readonly argument: string }

/** A name is letters, digits and underscores: `status:x` is `status` with the argument `:x`. `?x` is `help x`. */
export function parseCommandLine(text: string): CommandLine {
  const line = text.trim()
  if (line === '') return { kind: 'empty' }
  const spelled = line.startsWith('?') ? `help ${line.slice(1)}` : line
  const name = /^[A-Za-z0-9_]+/.exec(spelled)?.[0]
  if (name === undefined) return { kind: 'unknown', line }
  return { kind: 'command', line: spelled, name, argument: spelled.slice(name.length).trim() }
}
