// Command lines as Python's getopt reads them: clusters, `--name=value` and `--name value`, unique beginnings of names.

import { parseArgs } from 'node:util'

/** One option: its letter, if it has one, and whether it takes a value. */
export interface OptionShape {
  readonly letter?: string
  readonly takesValue: boolean
}

export interface GivenOptions<Name extends string> {
  has(name: Name): boolean
  /** The last one given. */
  value(name: Name): string | undefined
  values(name: Name): readonly string[]
  /** What is no option. */
  readonly words: readonly string[]
}

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Every program has it, and `main` obeys it. */
const HELP: OptionShape = { letter: 'h', takesValue: false }

/** Throws a UsageError in words for whoever wrote the command line. */
export function readOptions<Name extends string>(
  argv: readonly string[],
  shapes: Readonly<Record<Name, OptionShape>>,
): GivenOptions<Name> {
  const all: Readonly<Record<string, OptionShape>> = { help: HELP, ...shapes }
  const names = Object.keys(all)
  const options = Object.fromEntries(
    Object.entries(all).map(([name, { letter, takesValue }]) => {
      const type = takesValue ? ('string' as const) : ('boolean' as const)
      return [name, { type, multiple: true, ...(letter === undefined ? {} : { short: letter }) }]
    }),
  )
  try {
    const args = argv.map((word) => completeName(word, names))
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    const given = (name: Name): readonly (string | boolean)[] => [values[name] ?? []].flat()
    const texts = (name: Name) => given(name).filter((value) => typeof value === 'string')
    return {
      has: (name) => given(name).length > 0,
      value: (name) => texts(name).at(-1),
      values: texts,
      words: positionals,
    }
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** `--prog=web` is `--program=web` where no other name begins so. */
function completeName(word: string, names: readonly string[]): string {
  const [, typed, rest = ''] = /^--([^=]+)(=[\s\S]*)?$/.exec(word) ?? []
  if (typed === undefined || names.includes(typed)) return word
  const [name, ...others] = names.filter((one) => one.startsWith(typed))
  if (name === undefined) throw new UsageError(`option --${typed} not recognized`)
  if (others.length > 0) throw new UsageError(`option --${typed} not a unique prefix`)
  return `--${name}${rest}`
}
