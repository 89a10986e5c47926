// The supervisord program: command line, configuration, foreground or background, then the daemon's life.

import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { standardPlugins } from '../../plugins/standard.js'
import { StartUpError } from '../../sdk/plugin.js'
import { SUPERVISOR_VERSION } from '../../sdk/supervisor.js'
import { createSystemClock } from '../clock/system-clock.js'
import { parseCommandLine } from '../config/cli.js'
import { currentDirectory, leaveDeletedDirectory } from '../config/current-directory.js'
import { helpText } from '../config/help.js'
import type { CommandLine } from '../config/index.js'
import { requireConfig } from '../config/locate.js'
import { findTempDirectory } from '../config/temp-directory.js'
import { runDaemon } from '../daemon.js'
import {
  ConfigError,
  describePluginProblem,
  describeProblem,
  PluginError,
  PluginSetupError,
  UsageError,
} from '../errors.js'
import { createModuleLoader } from '../modules/module-loader.js'
import { launchDaemon, takeDaemonStatus } from '../posix/daemonize.js'
import { PosixUnavailableError } from '../posix/libc.js'
import { createPosix } from '../posix/posix.js'
import { giveSigusr1ItsDefault } from '../posix/signals.js'
import { readSetup } from '../setup.js'
import { crash, crashAtStrayErrors } from './crash.js'
import { readLaunchFacts } from './launch-facts.js'
import { optimizeAfterStart } from './optimizer.js'
import { startProfile } from './profile.js'

// Before anything else: until then the signal would open Node's inspector.
giveSigusr1ItsDefault()
const stopCrashing = crashAtStrayErrors()

const [node = process.execPath, program = 'supervisord', ...argv] = process.argv

async function main(): Promise<number> {
  const commandLine = parseCommandLine(argv, { environment: definedVariables(process.env) })
  if (commandLine.action === 'version') return print(SUPERVISOR_VERSION)
  if (commandLine.action === 'help') return print(helpText(program))
  return supervise(commandLine)
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

async function supervise(commandLine: CommandLine): Promise<number> {
  const status = takeDaemonStatus(process.env)
  const { environment, softNofile } = readLaunchFacts(process.env)
  const clock = createSystemClock()
  const posix = createPosix({ clock, childSoftNofile: softNofile })
  posix.setProcessName('supervisord')
  posix.selfTest()
  posix.closeInheritedOnExec()

  const workingDirectory = currentDirectory()
  leaveDeletedDirectory()
  const { file, shownAs } = requireConfig(
    { given: commandLine.configuration, program, workingDirectory },
    posix.uid,
    // The background daemon would say it a second time.
    (text) => status === undefined && process.stderr.write(`${text}\n`),
  )
  const request = {
    file,
    shownAs,
    commandLine,
    environment,
    accounts: posix.accounts,
    hostNodeName: hostname(),
    tempDirectory: findTempDirectory(process.env, workingDirectory),
    workingDirectory,
  }
  const modules = createModuleLoader({ here: dirname(file), clock })
  const setup = () => readSetup({ request, standard: standardPlugins, modules })
  const first = await setup()
  const { nodaemon } = first.config.supervisord

  if (!nodaemon && status === undefined) return background(softNofile)
  optimizeAfterStart(clock)
  const printProfile = startProfile(commandLine.profileOptions)
  stopCrashing()
  await runDaemon({
    posix,
    clock,
    setup: first,
    readSetup: setup,
    modules,
    environment,
    softNofile,
    background: nodaemon ? null : (status ?? null),
    crash,
  })
  printProfile()
  return 0
}

function definedVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Starts this program again as the daemon and waits until that is up. */
function background(softNofile: number | undefined): Promise<number> {
  return launchDaemon(
    {
      file: process.execPath,
      argv: [node, ...process.execArgv, program, ...argv],
      environment: process.env,
      softNofile,
    },
    createSystemClock(),
  )
}

/** What prevents a start: `Error: ...`, one a problem, then where to find help (CFG-ERR-01). Null for a bug. */
function explain(error: unknown): string | null {
  if (error instanceof PluginError && error.cause instanceof StartUpError) return explain(error.cause)
  const isExpected =
    error instanceof UsageError ||
    error instanceof PluginError ||
    error instanceof PluginSetupError ||
    error instanceof PosixUnavailableError ||
    error instanceof StartUpError
  if (!isExpected) return null
  const problems = textsOf(error).map((text) => `Error: ${text}\n`)
  return `${problems.join('')}For help, use ${program} -h\n`
}

/** One text a problem; some have several lines, as Supervisor's own. */
function textsOf(error: Error): string[] {
  if (error instanceof ConfigError) return error.problems.map(describeProblem)
  if (error instanceof PluginSetupError) return error.problems.map(describePluginProblem)
  return [error.message]
}

try {
  process.exitCode = await main()
} catch (error) {
  const explanation = explain(error)
  if (explanation === null) crash(error)
  process.stderr.write(explanation)
  process.exitCode = 2
}
process.exit()
