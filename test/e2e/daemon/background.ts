// A daemon of ours in the background: started by its launcher, watched through its log file and /proc.

import type { Address } from '../../support/address.js'
import { writeConfig } from '../../support/daemon.js'
import { isAlive, kill } from '../../support/processes.js'
import { type RunOptions, type RunResult, run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { call, type Value } from '../../support/xmlrpc.js'

export interface LaunchOptions extends Pick<RunOptions, 'user' | 'environment'> {
  readonly args?: readonly string[]
  readonly directory?: string
  /** Shell commands before the daemon's, such as `ulimit -Sn 512`. */
  readonly before?: string
  readonly scratch?: Scratch
  /** Name the configuration relative to the scratch folder. */
  readonly relative?: boolean
}

/** Runs the launcher to its end: the daemon is up, or it refused. `config` is added to the base configuration. */
export async function launch(config: string, options: LaunchOptions = {}): Promise<Background> {
  const scratch = options.scratch ?? new Scratch()
  const file = writeConfig(scratch, config)
  if (options.user !== undefined) scratch.giveTo(options.user)
  const command = [
    executable('reeve', 'supervisord'),
    '-c',
    options.relative === true ? 'c.conf' : file,
    ...(options.args ?? []),
  ]
  const result = await run('/bin/sh', ['-c', `${options.before ?? ':'}; exec "$@"`, 'sh', ...command], {
    directory: options.directory ?? scratch.path,
    environment: { ...options.environment, ...scratch.mark },
    ...(options.user === undefined ? {} : { user: options.user }),
  })
  return new Background(scratch, result)
}

/** A daemon that ends removes the file, at any moment. */
function pidIn(scratch: Scratch): number {
  try {
    return Number(scratch.read('main.pid'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return 0
  }
}

export class Background {
  readonly scratch: Scratch
  /** How the launcher ended. */
  readonly launcher: RunResult
  readonly address: Address
  /** 0 when there is no pidfile where the base configuration puts it. */
  readonly pid: number

  constructor(scratch: Scratch, launcher: RunResult) {
    this.scratch = scratch
    this.launcher = launcher
    this.address = { socketPath: scratch.at('s.sock') }
    this.pid = pidIn(scratch)
  }

  get isRunning(): boolean {
    return this.pid > 0 && isAlive(this.pid)
  }

  signal(signal: NodeJS.Signals): void {
    // 0 would be the process group of this test.
    if (this.pid === 0) throw new Error('the pid of the daemon is not known')
    kill(this.pid, signal)
  }

  log(name = 'main.log'): string[] {
    return this.scratch.has(name) ? this.scratch.read(name).split('\n').slice(0, -1) : []
  }

  logged(pattern: RegExp, count = 1, name = 'main.log'): Promise<string> {
    return waitFor(() => this.log(name).filter((line) => pattern.test(line))[count - 1], {
      what: `${count} line(s) like ${pattern} in ${name}`,
      instead: () => this.log(name).join('\n'),
    })
  }

  ended(): Promise<true> {
    return waitFor(() => !this.isRunning, { what: 'the daemon to end', instead: () => this.log().join('\n') })
  }

  async ask(method: string, ...params: readonly Value[]): Promise<Value> {
    const outcome = await call(this.address, `supervisor.${method}`, params)
    if ('fault' in outcome) throw new Error(`${method}: fault ${outcome.fault} ${outcome.text}`)
    return outcome.value
  }

  /** The pid of a program that runs, however recently it was started. */
  pidOf(name: string): Promise<number> {
    return waitFor(
      async () => {
        const { pid } = (await this.ask('getProcessInfo', name)) as { pid: number }
        return pid > 0 && pid
      },
      { what: `${name} to have a pid`, instead: () => this.log().join('\n') },
    )
  }

  async close(): Promise<void> {
    if (this.isRunning) this.signal('SIGKILL')
    await this.scratch.remove()
  }
}
