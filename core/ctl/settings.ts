// Where the server is and how to greet it: the [supervisorctl] section with the command line on top.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../errors.js'
import type { CtlArguments } from './arguments.js'
import type { CtlPluginSection } from './plugin-loader.js'

export interface Settings {
  readonly serverurl: string
  readonly username: string | null
  readonly password: string | null
  readonly prompt: string
  readonly historyFile: string | null
  readonly plugins: readonly CtlPluginSection[]
  /** Where the serverurl stands, in words. */
  readonly origin: string
  /** The config file that was read; null when none was found, which is no error (CFG-FMT-02). */
  readonly file: string | null
}

export interface SettingsContext {
  readonly program: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Throws UsageError. */
export function readSettings(given: CtlArguments, context: SettingsContext): Settings {
  const file = given.configuration ?? findConfigFile(context.program)
  const values = file === null ? new Map<string, string>() : readSection(file)
  const here = file === null ? '' : dirname(resolve(file))
  const expand = (text: string) => text.replaceAll('%(here)s', here)
  const serverurl = given.serverurl ?? expand(values.get('serverurl') ?? 'http://localhost:9001')
  const history = values.get('history_file')
  return {
    serverurl: serverurl.startsWith('unix://') ? `unix://${normalize(serverurl.slice(7))}` : serverurl,
    username: given.username ?? values.get('username') ?? null,
    password: given.password ?? values.get('password') ?? null,
    prompt: values.get('prompt') ?? 'supervisor',
    historyFile: history === undefined || history === '' ? null : normalize(expand(history)),
    plugins: [],
    origin: describeOrigin(given, file, values.has('serverurl')),
    file,
  }
}

function describeOrigin(given: CtlArguments, file: string | null, isWritten: boolean): string {
  if (given.serverurl !== null) return 'from the command line'
  if (file === null) return 'the default, as no config file was found'
  return isWritten ? `from ${file}` : `the default, as ${file} has none`
}

function findConfigFile(program: string): string | null {
  const base = dirname(dirname(program))
  const paths = [
    join(base, 'etc', 'supervisord.conf'),
    join(base, 'supervisord.conf'),
    'supervisord.conf',
    'etc/supervisord.conf',
    '/etc/supervisord.conf',
    '/etc/supervisor/supervisord.conf',
  ]
  return paths.find((path) => existsSync(path)) ?? null
}

function readSection(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) throw new UsageError(`could not find config file ${file}`)
  let text: string
  try {
    if (!statSync(file).isFile()) throw new Error('not a file')
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`could not read config file ${file}`)
  }
  const values = new Map<string, string>()
  let section: string | undefined
  let isThere = false
  for (const line of text.split('\n')) {
    const header = /^\s*\[(.*)\]/.exec(line)
    if (header !== null) section = header[1]
    isThere ||= section === 'supervisorctl'
    const option = /^\s*([^;#=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*(?:\s[;#].*)?$/.exec(line)
    if (section === 'supervisorctl' && option !== null)
      values.set((option[1] ?? '').toLowerCase(), option[2] ?? '')
  }
  if (!isThere) throw new UsageError('.ini file does not include supervisorctl section')
  return values
}

function normalize(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()))
}
