// Where the server is and how to greet it: the config file with the command line on top (CFG-CTL-01..04).

import { userInfo } from 'node:os'
import {
  type CtlConfig,
  type CtlPluginConfig,
  type CtlTlsFiles,
  readCtlConfig,
} from '../config/ctl-config.js'
import { currentDirectory } from '../config/current-directory.js'
import { type LocatedConfig, locateConfig } from '../config/locate.js'
import type { Accounts } from '../config/paths.js'
import type { CtlArguments } from './arguments.js'

export interface Settings {
  readonly serverurl: string
  readonly username: string | null
  readonly password: string | null
  readonly prompt: string
  readonly historyFile: string | null
  readonly tls: CtlTlsFiles
  readonly plugins: readonly CtlPluginConfig[]
  /** Where the serverurl stands, in words. */
  readonly origin: string
  /** The config file that was read, absolute; null when none was found, which is no error (CFG-FMT-02). */
  readonly file: string | null
}

export interface Surroundings {
  /** The program as it was called. */
  readonly program: string
  readonly environment: Readonly<Record<string, string>>
}

const DEFAULT_SERVERURL = 'http://localhost:9001'
const DEFAULT_PROMPT = 'supervisor'

/** Throws ConfigError. */
export function readSettings(given: CtlArguments, { program, environment }: Surroundings): Settings {
  const located = locateConfig({ given: given.configuration, program, workingDirectory: currentDirectory() })
  const config = located && readCtlConfig({ ...located, environment, accounts: OWN_ACCOUNT })
  return {
    serverurl: given.serverurl ?? config?.serverurl ?? DEFAULT_SERVERURL,
    username: given.username ?? config?.username ?? null,
    password: given.password ?? config?.password ?? null,
    prompt: config?.prompt ?? DEFAULT_PROMPT,
    historyFile: config?.historyFile ?? null,
    tls: config?.tls ?? { ca: null, cert: null, key: null },
    plugins: config?.plugins ?? [],
    origin: describeOrigin(given, located, config),
    file: located?.file ?? null,
  }
}

// `~` without HOME, and `~` with one's own name. Asking for others takes the C library, whose loading costs more than
// the rest of the program.
const OWN_ACCOUNT: Accounts = {
  lookupUser(user) {
    try {
      const { uid, username, homedir } = userInfo()
      return user === uid || user === username ? { uid, home: homedir } : undefined
    } catch {
      // A container may run as a uid that has no account.
      return undefined
    }
  },
  lookupGroup: () => undefined,
}

function describeOrigin(
  given: CtlArguments,
  located: LocatedConfig | null,
  config: CtlConfig | null,
): string {
  if (given.serverurl !== null) return 'from the command line'
  if (located === null) return 'the default, as no config file was found'
  return config?.serverurl == null ? `the default, as ${located.shownAs} has none` : `from ${located.shownAs}`
}
