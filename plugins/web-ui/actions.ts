// What the buttons and links of the status page do, and the message that each ends with (WEB-30..37).

import {
  type Caller,
  Fault,
  isAllowed,
  isFault,
  type Process,
  rpcHooks,
  type Supervisor,
  startAll,
  stopAll,
} from 'reeve/sdk'
import { formatTime } from './text.js'

/**
 * Carries out an action, waiting for its end as the RPC method does, and gives the message. Undefined when there is no
 * such action, or when it needs a process and none is named (WEB-37).
 */
export type Perform = (
  action: string,
  namespec: string | undefined,
  caller: Caller,
) => Promise<string | undefined>

interface Action<Argument extends readonly unknown[]> {
  /** The RPC methods that do the same: plugins allow or refuse actions by these names. */
  readonly methods: readonly string[]
  readonly run: (...argument: Argument) => Promise<string>
}

export function createPerform(supervisor: Supervisor): Perform {
  const general = new Map(Object.entries(generalActions(supervisor)))
  const ofProcess = new Map(Object.entries(PROCESS_ACTIONS))
  return async (name, namespec, caller) => {
    const forAll = general.get(name)
    if (forAll !== undefined) return carryOut(supervisor, forAll.methods, caller, null, () => forAll.run())
    if (namespec === undefined) return undefined
    const process = findProcess(supervisor, namespec)
    if (process === undefined) return `No such process named ${namespec}`
    const forOne = ofProcess.get(name)
    return (
      forOne && carryOut(supervisor, forOne.methods, caller, namespec, () => forOne.run(process, namespec))
    )
  }
}

/** Groups are no processes here (WEB-36). */
function findProcess(supervisor: Supervisor, namespec: string): Process | undefined {
  try {
    return supervisor.resolve(namespec).process ?? undefined
  } catch (error) {
    if (isFault(error)) return undefined
    throw error
  }
}

/** Runs an action under the rules of the RPC methods that it stands for. */
async function carryOut(
  supervisor: Supervisor,
  methods: readonly string[],
  caller: Caller,
  target: string | null,
  run: () => Promise<string>,
): Promise<string> {
  const hooks = rpcHooks(supervisor)
  let fault: string | null = null
  try {
    for (const method of methods) {
      // Differs from Supervisor: stopall then fails with 500 and restart says that it was done (RPC-16).
      if (supervisor.state !== 'RUNNING') throw new Fault('SHUTDOWN_STATE')
      if (!isAllowed(supervisor, { caller, action: method, target, mutates: true })) {
        throw new Fault('FAILED', `${method} is not allowed`)
      }
    }
    return await run()
  } catch (error) {
    fault = isFault(error) ? error.message : String(error)
    if (isFault(error)) return describeFault(error)
    throw error
  } finally {
    for (const method of methods) hooks.called.call({ method, caller, fault })
  }
}

function generalActions(supervisor: Supervisor): Readonly<Record<string, Action<[]>>> {
  const all = () => supervisor.processesByPriority()
  const now = () => formatTime(supervisor.clock.now())
  return {
    refresh: { methods: [], run: async () => `Page refreshed at ${now()}` },
    stopall: {
      methods: ['supervisor.stopAllProcesses'],
      async run() {
        await stopAll(all())
        return `All stopped at ${now()}`
      },
    },
    restartall: {
      methods: ['supervisor.stopAllProcesses', 'supervisor.startAllProcesses'],
      async run() {
        await stopAll(all())
        await startAll(all())
        return `All restarted at ${now()}`
      },
    },
  }
}

const PROCESS_ACTIONS: Readonly<Record<string, Action<[Process, string]>>> = {
  start: {
    methods: ['supervisor.startProcess'],
    async run(process, namespec) {
      try {
        await process.start()
        return `Process ${namespec} started`
      } catch (error) {
        if (!isFault(error)) throw error
        return `ERROR: Process ${namespec}: ${START_FAULTS[error.faultName] ?? describeFault(error)}`
      }
    },
  },
  stop: {
    methods: ['supervisor.stopProcess'],
    async run(process, namespec) {
      try {
        await process.stop()
        return `Process ${namespec} stopped`
      } catch (error) {
        throw asNamed(error, 'NOT_RUNNING', namespec)
      }
    },
  },
  // Whatever becomes of the two requests (WEB-34): the page that follows shows it.
  restart: {
    methods: ['supervisor.stopProcess', 'supervisor.startProcess'],
    async run(process, namespec) {
      await process.stop().catch(ignoreFault)
      await process.start().catch(ignoreFault)
      return `Process ${namespec} restarted`
    },
  },
  clearlog: {
    methods: ['supervisor.clearProcessLogs'],
    async run(process, namespec) {
      try {
        process.clearLogs()
        return `Log for ${namespec} cleared`
      } catch (error) {
        throw asNamed(error, 'FAILED', namespec)
      }
    },
  },
}

const START_FAULTS: Readonly<Record<string, string>> = {
  NO_FILE: 'no such file',
  NOT_EXECUTABLE: 'file not executable',
  ALREADY_STARTED: 'already started',
  SPAWN_ERROR: 'spawn error',
  ABNORMAL_TERMINATION: 'abnormal termination',
}

function describeFault(fault: Fault): string {
  return `unexpected rpc fault [${fault.faultCode}] ${fault.message}`
}

/** A fault of this name tells the process as the client named it (RPC-15). */
function asNamed(error: unknown, faultName: 'NOT_RUNNING' | 'FAILED', namespec: string): unknown {
  return isFault(error) && error.faultName === faultName ? new Fault(faultName, namespec) : error
}

function ignoreFault(error: unknown): void {
  if (!isFault(error)) throw error
}
