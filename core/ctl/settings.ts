// Where the server is and how to greet it: the [supervisorctl] section with the command line on top (CFG-CTL-01..04).

import { homedir } from 'node:os'
import { readCtlConfig } from '../config/ctl-config.js'
import { locateConfig } from '../config/locate.js'
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
  readonly environment: Readonly<Record<string, string>>
}

const DEFAULT_SERVERURL = 'http://localhost:9001'
const DEFAULT_PROMPT = 'supervisor'

/** Throws ConfigError. */
export function readSettings(given: CtlArguments, context: SettingsContext): Settings {
  const located = locateConfig({
    given: given.configuration,
    program: context.program,
    workingDirectory: process.cwd(),
  })
  const file = located?.shownAs ?? null
  const environment = { HOME: homedir(), ...context.environment }
  const config = located === null ? null : readCtlConfig({ ...located, environment })
  const written = config?.serverurl ?? null
  return {
    serverurl: given.serverurl ?? written ?? DEFAULT_SERVERURL,
    username: given.username ?? config?.username ?? null,
    password: given.password ?? config?.password ?? null,
    prompt: config?.prompt ?? DEFAULT_PROMPT,
    historyFile: config?.historyFile ?? null,
    plugins: config?.plugins ?? [],
    origin: describeOrigin(given, file, written !== null),
    file,
  }
}

function describeOrigin(given: CtlArguments, file: string | null, isWritten: boolean): string {
  if (given.serverurl !== null) return 'from the command line'
  if (file === null) return 'the default, as no config file was found'
  return isWritten ? `from ${file}` : `the default, as ${file} has none`
}
