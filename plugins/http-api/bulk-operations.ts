// Operations on many processes: a group, a list of names, or all. Each process has an outcome of its own.

import type { ActionsRequest, Outcome, Outcomes } from 'reeve/schemas/api-types'
import {
  Fault,
  groupByPriority,
  isRunning,
  isSignallable,
  isStoppable,
  type Process,
  type ProcessGroup,
  type Supervisor,
} from 'reeve/sdk'
import type { ApiCall } from './calls.js'
import { errorBodyOf } from './refusals.js'
import { restartProcess, signalNumber, waitOption } from './requests-to-processes.js'

type ActionName = ActionsRequest['action']

interface Action {
  /** The XML-RPC methods that do the same to one process. */
  readonly methods: readonly string[]
  /** Which processes of a whole group are meant. */
  readonly isFor: (process: Process) => boolean
  readonly isDescending?: true
  readonly run: (process: Process, supervisor: Supervisor, body: ApiCall['body']) => void | Promise<void>
}

const ACTIONS: Readonly<Record<ActionName, Action>> = {
  start: {
    methods: ['supervisor.startProcess'],
    isFor: ({ state }) => !isRunning(state),
    run: (process, _supervisor, body) => process.start(waitOption(body)),
  },
  stop: {
    methods: ['supervisor.stopProcess'],
    isFor: isStoppable,
    isDescending: true,
    run: (process, _supervisor, body) => process.stop(waitOption(body)),
  },
  restart: {
    methods: ['supervisor.stopProcess', 'supervisor.startProcess'],
    isFor: () => true,
    run: (process, _supervisor, body) => restartProcess(process, waitOption(body)),
  },
  signal: {
    methods: ['supervisor.signalProcess'],
    isFor: ({ state }) => isSignallable(state),
    run: (process, supervisor, body) => process.signal(signalNumber(supervisor, body.signal)),
  },
  'clear-log': {
    methods: ['supervisor.clearProcessLogs'],
    isFor: () => true,
    run: (process) => process.clearLogs(),
  },
}

/** May the caller do this, by its XML-RPC method, to this process? */
export type MayDo = (call: ApiCall, method: string, namespec: string) => boolean

export function createBulkOperations(supervisor: Supervisor, mayDo: MayDo) {
  const onGroup =
    (name: ActionName) =>
    async (call: ApiCall): Promise<Outcomes> => {
      const group = supervisor.groups.get(call.parameters.group ?? '')
      if (group === undefined) throw new Fault('BAD_NAME', call.parameters.group)
      checkSignal(supervisor, name, call.body)
      return { outcomes: await runAll(supervisor, name, inOrder(name, ofGroup(group, name)), call.body) }
    }
  return {
    startGroup: onGroup('start'),
    stopGroup: onGroup('stop'),
    restartGroup: onGroup('restart'),
    signalGroup: onGroup('signal'),
    clearGroupLogs: onGroup('clear-log'),
    async act(call: ApiCall): Promise<Outcomes> {
      const { action, programs } = call.body as unknown as ActionsRequest
      checkSignal(supervisor, action, call.body)
      const { processes, unknown } = findAll(supervisor, action, programs)
      const allowed = processes.filter((process) =>
        ACTIONS[action].methods.every((method) => mayDo(call, method, process.namespec)),
      )
      const refused = processes
        .filter((process) => !allowed.includes(process))
        .map(({ namespec }) => failed(namespec, new Fault('FAILED', `${action} is not allowed`)))
      const done = await runAll(supervisor, action, inOrder(action, allowed), call.body)
      return { outcomes: [...unknown, ...refused, ...done] }
    },
  }
}

/** A signal that there is not is the request's fault, not each process's. */
function checkSignal(supervisor: Supervisor, name: ActionName, body: ApiCall['body']): void {
  if (name === 'signal') signalNumber(supervisor, body.signal ?? '')
}

function ofGroup(group: ProcessGroup, name: ActionName): readonly Process[] {
  return groupByPriority(group).filter(ACTIONS[name].isFor)
}

/** By ascending priority of group and process; stops the other way round. */
function inOrder(name: ActionName, processes: readonly Process[]): readonly Process[] {
  return ACTIONS[name].isDescending ? [...processes].reverse() : processes
}

function findAll(supervisor: Supervisor, action: ActionName, names: readonly string[]) {
  const wanted = new Set<Process>()
  const unknown: Outcome[] = []
  for (const name of names) {
    try {
      if (name === '*') {
        for (const process of supervisor.processesByPriority()) {
          if (ACTIONS[action].isFor(process)) wanted.add(process)
        }
        continue
      }
      const { group, process } = supervisor.resolve(name)
      if (process !== null) wanted.add(process)
      else for (const one of ofGroup(group, action)) wanted.add(one)
    } catch (error) {
      unknown.push(failed(name, error))
    }
  }
  return { processes: supervisor.processesByPriority().filter((process) => wanted.has(process)), unknown }
}

async function runAll(
  supervisor: Supervisor,
  name: ActionName,
  processes: readonly Process[],
  body: ApiCall['body'],
): Promise<Outcome[]> {
  // A restart of several is a stop of all and then a start of all, each in its own order.
  if (name === 'restart') return restartAll(supervisor, processes, body)
  const outcomes: Outcome[] = []
  await Promise.all(
    processes.map(async (process) => {
      outcomes.push(await attempt(process, () => ACTIONS[name].run(process, supervisor, body)))
    }),
  )
  return outcomes
}

async function restartAll(
  supervisor: Supervisor,
  processes: readonly Process[],
  body: ApiCall['body'],
): Promise<Outcome[]> {
  const running = inOrder('stop', processes.filter(ACTIONS.stop.isFor))
  const stops = await runAll(supervisor, 'stop', running, {})
  const failures = stops.filter(({ ok, error }) => !ok && error?.fault !== 'NOT_RUNNING')
  const stuck = new Set(failures.map(({ namespec }) => namespec))
  const startable = processes.filter(({ namespec }) => !stuck.has(namespec))
  return [...failures, ...(await runAll(supervisor, 'start', startable, body))]
}

async function attempt(process: Process, run: () => void | Promise<void>): Promise<Outcome> {
  try {
    await run()
    return { namespec: process.namespec, ok: true, error: null }
  } catch (error) {
    return failed(process.namespec, error)
  }
}

function failed(namespec: string, error: unknown): Outcome {
  return { namespec, ok: false, error: errorBodyOf(error) }
}
