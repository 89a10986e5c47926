// The command line of reeve-plugin, and which names a plugin may have.

export const KINDS = ['plugin', 'listener', 'rpcinterface', 'ctl'] as const
export type PluginKind = (typeof KINDS)[number]

export interface ScaffoldRequest {
  /** The package: `shout`, `@acme/shout`. */
  readonly package: string
  readonly kind: PluginKind
  readonly language: 'typescript' | 'javascript'
  /** Where npm takes Reeve from: a version range, or what else npm understands; null = this release. */
  readonly reeve: string | null
}

export const USAGE = `Usage: reeve-plugin NAME [--kind=KIND] [--javascript] [--reeve=SPEC]

Makes the folder NAME with a package for Reeve: code, a test that passes, a README.

  --kind=plugin        a plugin of supervisord with a section and a hook (the default)
  --kind=listener      an event listener
  --kind=rpcinterface  a factory of XML-RPC methods, for [rpcinterface:x]
  --kind=ctl           a plugin of supervisorctl with a command
  --javascript         JavaScript instead of TypeScript
  --reeve=SPEC         what npm installs as reeve, such as file:../reeve-0.1.0.tgz
                       (the default is the release that reeve-plugin belongs to)

Then: cd NAME && npm install && npm test`

/** A mistake of the operator, in words for them. */
export class ScaffoldError extends Error {
  override readonly name = 'ScaffoldError'
}

/** What Reeve's own plugins are called, own and add, by the kind that would meet them. */
export type TakenNames = Readonly<Partial<Record<PluginKind, ReadonlySet<string>>>>

/** Null = help is wanted. Throws ScaffoldError. */
export function readArguments(argv: readonly string[], taken: TakenNames = {}): ScaffoldRequest | null {
  if (argv.includes('-h') || argv.includes('--help')) return null
  const names: string[] = []
  let kind: PluginKind = 'plugin'
  let language: ScaffoldRequest['language'] = 'typescript'
  let reeve: string | null = null
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [option = '', ...parts] = word.split('=')
    const value = () => (parts.length > 0 ? parts.join('=') : (rest.shift() ?? ''))
    if (!word.startsWith('-')) names.push(word)
    else if (word === '--javascript' || word === '--js') language = 'javascript'
    else if (word === '--typescript') language = 'typescript'
    else if (option === '--kind') kind = kindOf(value())
    else if (option === '--reeve') reeve = specOf(value())
    else throw new ScaffoldError(`there is no option ${option}; --help lists them`)
  }
  if (names.length !== 1)
    throw new ScaffoldError(
      names.length === 0
        ? 'a name is missing: reeve-plugin NAME'
        : `one name, please, not ${names.join(' ')}`,
    )
  return { package: checkName(names[0] ?? '', taken[kind]), kind, language, reeve }
}

function kindOf(text: string): PluginKind {
  const kind = KINDS.find((one) => one === text)
  if (kind === undefined) throw new ScaffoldError(`--kind is one of ${KINDS.join(', ')}, not '${text}'`)
  return kind
}

function specOf(text: string): string {
  if (text === '') throw new ScaffoldError('--reeve needs a version range or a package file')
  return text
}

/** npm limits names to 214 characters. */
const LONGEST_NAME = 214

/** What npm takes as a name and a config file as the name of a section. */
function checkName(name: string, taken: ReadonlySet<string> | undefined): string {
  if (!/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z][a-z0-9._-]*$/.test(name))
    throw new ScaffoldError(
      `'${name}' cannot be the name of a package: it begins with a small letter and has small letters, digits, '-', '_' and '.'; '@scope/' may stand before it`,
    )
  if (name.length > LONGEST_NAME) throw new ScaffoldError(`a name has at most ${LONGEST_NAME} characters`)
  const bare = bareName(name)
  if (TAKEN.has(bare) || taken?.has(bare) === true)
    throw new ScaffoldError(`'${bare}' is the name of something else already; take another`)
  return name
}

export function bareName(name: string): string {
  return name.replace(/^@[^/]*\//, '')
}

/** Sections that are no plugin's, and what npm has for itself. */
const TAKEN = new Set([
  ...['supervisord', 'supervisorctl', 'program', 'group', 'include', 'plugin', 'rpcinterface', 'ctlplugin'],
  ...['eventlistener', 'supervisor', 'system', 'reeve', 'node_modules', 'favicon.ico'],
])
