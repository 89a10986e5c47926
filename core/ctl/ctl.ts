// The host of supervisorctl: applies plugins, finds the command that a line names, and runs it against a server.

import { readFileSync } from 'node:fs'
import { type Client, createClient } from '../../sdk/client/client.js'
import type { TlsOptions } from '../../sdk/client/connection.js'
import { ConnectionError, HttpStatusError, RemoteFault } from '../../sdk/client/errors.js'
import {
  CTL_EXIT,
  type Ctl,
  type CtlCommandBlock,
  type CtlCommandEntry,
  type CtlCommandTaps,
  createCtlHooks,
  Interrupted,
} from '../../sdk/contracts/ctl.js'
import { FAULTS } from '../../sdk/faults.js'
import { withoutPassword } from '../../sdk/shown-url.js'
import { API_VERSION } from '../../sdk/supervisor.js'
import type { CtlTlsFiles } from '../config/ctl-config.js'
import { applyPlugins, type TellFailure } from './apply-plugins.js'
import { parseCommandLine } from './command-line.js'
import { collectCommands, type OwnedCommand } from './commands.js'
import { advise, describeFailure } from './failure.js'
import { type CtlPluginEntry, createPluginStatuses, type RefusedCtlPlugin } from './plugin-statuses.js'
import { orStandstill, Standstill } from './standstill.js'
import { OutputClosed, type Terminal } from './terminal.js'

/** Where the server is and who asks; as read from the config file and the command line. */
export interface CtlSettings {
  readonly serverurl: string
  readonly username: string | null
  readonly password: string | null
  /** For https servers: the files with certificates. */
  readonly tls?: CtlTlsFiles
  /** Where the serverurl stands, in words, for advice. */
  readonly origin: string
}

export interface CtlHostOptions {
  readonly settings: CtlSettings
  readonly terminal: Terminal
  /** Ask before what cannot be undone, and for missing credentials. */
  readonly interactive: boolean
  readonly plugins: readonly CtlPluginEntry[]
  /** Sections whose plugin could not be had, for `ctl.plugins`. */
  readonly refused?: readonly RefusedCtlPlugin[]
}

export interface CtlHost {
  readonly exitStatus: number
  /** A command asked to leave the shell. */
  readonly isLeaving: boolean
  readonly commands: readonly CtlCommandBlock[]
  /** A client of the current server; whoever asks closes it. */
  connect(): Client
  /** Carries one line out. Rejects only with Interrupted and OutputClosed. */
  run(line: string): Promise<void>
}

const NAMESPACE_MISSING =
  'Sorry, this supervisord does not know the supervisor namespace that supervisorctl needs.  Please check that its configuration file has the [rpcinterface:supervisor] section.'

/** A plugin that fails is named on stderr and left out; the commands of the others work. */
export function createCtl({
  settings,
  terminal,
  interactive,
  plugins,
  refused = [],
}: CtlHostOptions): CtlHost {
  let { serverurl, username, password } = settings
  let exitStatus: number = CTL_EXIT.OK
  let isLeaving = false
  let client: Client | null = null
  let serverCheck: Promise<boolean> | null = null
  let hasAdvised = false
  const contracts = new Map<string, object>()
  const statuses = createPluginStatuses(plugins, refused)

  const connect = () => createClient({ serverurl, username, password, tls: readTls(serverurl, settings.tls) })

  const ctl: Ctl = {
    get serverurl() {
      return withoutPassword(serverurl)
    },
    get client() {
      client ??= connect()
      return client
    },
    interactive,
    get exitStatus() {
      return exitStatus
    },
    fail(status) {
      exitStatus = status
    },
    output: (line) => terminal.write(`${line}\n`),
    write: terminal.write,
    warn: terminal.warn,
    ask: (question, { hidden = false } = {}) => terminal.readLine(question, { hidden }),
    checkServer() {
      serverCheck ??= checkServer()
      return serverCheck
    },
    async interruptible(work) {
      const controller = new AbortController()
      const release = terminal.onInterrupt(() => controller.abort())
      try {
        return await work(controller.signal)
      } finally {
        release()
      }
    },
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    connect(url) {
      serverurl = url
      forgetServer()
    },
    get commands() {
      return commands.blocks
    },
    get plugins() {
      return statuses.list(commands.blocks, taps.taps)
    },
    leave() {
      isLeaving = true
    },
    contract<Hooks extends object>(name: string, create: () => Hooks): Hooks {
      if (!contracts.has(name)) contracts.set(name, create())
      return contracts.get(name) as Hooks
    },
  }

  function forgetServer(): void {
    client?.close()
    client = null
    serverCheck = null
  }

  async function checkServer(): Promise<boolean> {
    try {
      const version = await ctl.client.supervisor.getVersion()
      if (version === API_VERSION) return true
      ctl.output(
        `Sorry, this supervisorctl needs a server with API version ${API_VERSION}, but the remote version is ${version}.`,
      )
      exitStatus = CTL_EXIT.API_MISMATCH
    } catch (error) {
      if (error instanceof RemoteFault && error.faultCode === FAULTS.UNKNOWN_METHOD) {
        ctl.output(NAMESPACE_MISSING)
        exitStatus = CTL_EXIT.NAMESPACE_MISSING
      } else if (error instanceof ConnectionError && error.errno === 'ECONNREFUSED') {
        ctl.output(`${ctl.serverurl} refused connection`)
        exitStatus = CTL_EXIT.CONNECTION_REFUSED
      } else if (error instanceof ConnectionError && error.errno === 'ENOENT') {
        ctl.output(`${ctl.serverurl} no such file`)
        exitStatus = CTL_EXIT.SOCKET_MISSING
      } else throw error
      giveAdvice(error)
    }
    return false
  }

  function giveAdvice(error: unknown): void {
    const hasCredentials = username !== null && password !== null
    const origin = serverurl === settings.serverurl ? settings.origin : null
    const advice = advise(error, { serverurl: ctl.serverurl, origin, hasCredentials })
    if (advice === undefined || hasAdvised) return
    hasAdvised = true
    terminal.warn(`supervisorctl: ${advice}`)
  }

  async function run(line: string): Promise<void> {
    const parsed = parseCommandLine(line)
    if (parsed.kind === 'empty') return
    const found = parsed.kind === 'command' ? commands.find(parsed.name) : undefined
    if (parsed.kind === 'unknown' || found === undefined) {
      ctl.output(`*** Unknown syntax: ${parsed.line}`)
      exitStatus = CTL_EXIT.GENERIC
      return
    }
    try {
      for (;;) {
        try {
          return await orStandstill(terminal, carryOut(found.entry, parsed.argument))
        } catch (error) {
          if (!(error instanceof HttpStatusError && error.status === 401)) throw error
          ctl.output('Server requires authentication')
          // Differs from Supervisor: without a terminal it tries again and prints a second error (EDGE-49).
          if (!interactive) {
            exitStatus = CTL_EXIT.GENERIC
            giveAdvice(error)
            return
          }
          await askCredentials()
        }
      }
    } catch (error) {
      if (error instanceof Interrupted || error instanceof OutputClosed) throw error
      exitStatus = CTL_EXIT.GENERIC
      if (error instanceof Standstill) return blame(found, error)
      ctl.output(describeFailure(error, ctl.serverurl))
      giveAdvice(error)
    } finally {
      forgetServer()
    }
  }

  async function carryOut(entry: CtlCommandEntry, argument: string): Promise<void> {
    const command = await entry.load()
    await command.run(ctl, argument)
  }

  function blame({ plugin, entry: { name } }: OwnedCommand, error: Error): void {
    tell(plugin, `command ${name}`, `plugin ${plugin} failed in the command ${name}: ${error.message}`)
  }

  async function askCredentials(): Promise<void> {
    const name = await ctl.ask('Username:')
    const secret = await ctl.ask('Password:', { hidden: true })
    ctl.output('')
    username = name
    password = secret
    forgetServer()
  }

  const taps: CtlCommandTaps = ctl.contract('ctl', createCtlHooks)
  const tell: TellFailure = (plugin, where, problem) => {
    statuses.failed(plugin, where, problem)
    terminal.warn(`supervisorctl: ${problem}`)
  }
  applyPlugins(ctl, plugins, statuses, tell)
  const commands = collectCommands(taps.taps, (plugin, problem) => tell(plugin, 'hook ctl.commands', problem))

  return {
    get exitStatus() {
      return exitStatus
    },
    get isLeaving() {
      return isLeaving
    },
    commands: commands.blocks,
    connect,
    run,
  }
}

/** Certificates are read by who connects with them. Throws what is wrong with which option. */
function readTls(serverurl: string, files: CtlTlsFiles | undefined): TlsOptions | undefined {
  if (files === undefined || !/^https:/i.test(serverurl)) return undefined
  const { ca, cert, key } = files
  if ((cert === null) !== (key === null)) {
    throw new Error(`tls_cert and tls_key in [supervisorctl] need each other`)
  }
  return { ca: readPem('tls_ca', ca), cert: readPem('tls_cert', cert), key: readPem('tls_key', key) }
}

function readPem(option: string, path: string | null): Buffer | undefined {
  if (path === null) return undefined
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`${option} in [supervisorctl] cannot be read: ${(error as Error).message}`)
  }
}
