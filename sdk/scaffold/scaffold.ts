// Makes the folder of a new plugin from the templates of this package.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { bareName, type PluginKind, ScaffoldError, type ScaffoldRequest } from './arguments.js'
import { fill, type Values } from './template.js'

export interface ScaffoldPlace {
  /** The folder of this package, with its templates and its package.json. */
  readonly packageRoot: string
  readonly workingDirectory: string
}

export interface Scaffold {
  /** The folder that was made, absolute. */
  readonly folder: string
  /** Its files, in the order in which one reads them. */
  readonly files: readonly string[]
}

const DESCRIPTIONS: Readonly<Record<PluginKind, string>> = {
  plugin: 'A plugin for Reeve: says in the log when a program has failed for good.',
  listener: 'An event listener for Reeve and Supervisor: tells of programs that end unexpectedly.',
  rpcinterface: 'An RPC interface for Reeve: notes that clients leave by name.',
  ctl: 'A plugin for supervisorctl: names the programs that have failed for good.',
}

/** Throws ScaffoldError when the folder has anything in it, or cannot be made. Nothing is overwritten. */
export function scaffold(request: ScaffoldRequest, place: ScaffoldPlace): Scaffold {
  const folder = resolve(place.workingDirectory, bareName(request.package))
  refuseWhatIsThere(folder)
  const files = filesOf(request, place)
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content, { flag: 'wx' })
  }
  return { folder, files: files.map(([path]) => path) }
}

function refuseWhatIsThere(folder: string): void {
  if (!existsSync(folder)) return
  if (!statSync(folder).isDirectory()) throw new ScaffoldError(`${folder} is there already, and no folder`)
  const [found] = readdirSync(folder)
  if (found !== undefined)
    throw new ScaffoldError(`${folder} is not empty (it has ${found}); take another name, or empty it`)
}

function filesOf(request: ScaffoldRequest, { packageRoot }: ScaffoldPlace): readonly [string, string][] {
  const { kind, language } = request
  const values = valuesOf(request, readManifest(packageRoot))
  const read = (name: string) =>
    fill(readFileSync(join(packageRoot, 'sdk/scaffold/templates', `${name}.template`), 'utf8'), values)
  const ending = language === 'typescript' ? 'ts' : 'js'
  return [
    ['README.md', `${read(`${kind}/README.md`)}\n${read('common/USE.md')}`],
    [`src/index.${ending}`, read(`${kind}/index`)],
    [`test/index.test.${ending}`, read(`${kind}/test`)],
    ['package.json', read('common/package.json')],
    ...(language === 'typescript'
      ? [['tsconfig.json', read('common/tsconfig.json')] as [string, string]]
      : []),
    ['.gitignore', read('common/gitignore')],
  ]
}

interface Manifest {
  readonly version: string
  readonly devDependencies: Readonly<Record<string, string>>
}

function readManifest(packageRoot: string): Manifest {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Manifest
}

function valuesOf({ package: name, kind, language, reeve }: ScaffoldRequest, manifest: Manifest): Values {
  const plugin = bareName(name)
  const main = language === 'typescript' ? 'dist/src/index.js' : 'src/index.js'
  return {
    package: name,
    plugin,
    /** Commands of supervisorctl and namespaces of XML-RPC have neither dots nor dashes. */
    word: plugin.replaceAll(/[^a-z0-9]/g, ''),
    Camel: plugin
      .split(/[^a-z0-9]+/)
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join(''),
    description: DESCRIPTIONS[kind],
    main,
    sources: dirname(main),
    module: name,
    version: manifest.version,
    reeve: reeve ?? `^${manifest.version}`,
    types: manifest.devDependencies['@types/node'] ?? '*',
    compiler: manifest.devDependencies.typescript ?? '*',
    typescript: language === 'typescript',
    javascript: language === 'javascript',
    listener: kind === 'listener',
    inside: kind !== 'listener',
  }
}
