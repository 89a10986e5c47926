// An engine on the fake ports with one process: what the lifecycle tests drive.

import assert from 'node:assert/strict'
import { Children } from '../../../core/children.js'
import { createHooks } from '../../../core/hooks.js'
import { createLogFiles } from '../../../core/output/index.js'
import type { Engine } from '../../../core/process/engine.js'
import { Group } from '../../../core/process/group.js'
import { createOutput } from '../../../core/process/output.js'
import type { SupervisedProcess } from '../../../core/process/process.js'
import { SpawnSpecs } from '../../../core/process/spawn-spec.js'
import type { FakeChild } from '../../../core/testing/fake-children.js'
import { createFakeClock, type FakeClock } from '../../../core/testing/fake-clock.js'
import { createFakePosix, type FakePosix } from '../../../core/testing/fake-posix.js'
import type { GroupConfig, ProcessConfig, SupervisordConfig } from '../../../sdk/config.js'
import type { SupervisorEvent } from '../../../sdk/events.js'
import { isFault } from '../../../sdk/faults.js'
import type { Logger } from '../../../sdk/logger.js'
import type { SupervisorState } from '../../../sdk/states.js'
import { NOBODY } from '../output/capture-fixtures.js'
import { PROCESS_DEFAULTS } from '../process-defaults.js'

const WITHOUT_LOGS = { stdout_logfile: null, stderr_logfile: null } as const

export interface Fixture {
  readonly clock: FakeClock
  readonly posix: FakePosix
  readonly process: SupervisedProcess
  readonly engine: Engine
  /** Log lines as `LEVEL text`. */
  readonly lines: string[]
  /** State changes as `FROM>TO`. */
  readonly changes: string[]
  readonly events: SupervisorEvent[]
  state: SupervisorState
}

/** Builds the engine; the command must exist, since it is looked for on the real file system. */
export function createFixture(config: Partial<ProcessConfig> = {}): Fixture {
  const clock = createFakeClock()
  const posix = createFakePosix({ clock })
  const lines: string[] = []
  const log = recordingLogger(lines)
  const hooks = createHooks({ log, clock })
  const children = new Children(posix, log)
  const events: SupervisorEvent[] = []
  const changes: string[] = []
  children.watch()
  const emit = (create: () => SupervisorEvent) => {
    events.push(create())
  }
  const files = createLogFiles({ posix, clock })
  const supervisord = {
    childlogdir: '/tmp',
    identifier: 'supervisor',
    strip_ansi: false,
  } as SupervisordConfig
  const engine: Engine = {
    posix,
    clock,
    log,
    hooks,
    output: createOutput({ posix, clock, log, files, config: supervisord, emit, owners: NOBODY }),
    resume: () => undefined,
    specs: new SpawnSpecs({ PATH: '/bin:/usr/bin' }),
    state: () => fixture.state,
    emit,
    claim: (pid, onExit) => children.claim(pid, onExit),
  }
  hooks.stateChange.tap('test', (change) => {
    changes.push(`${change.from}>${change.to}`)
  })
  const group: GroupConfig = {
    name: config.name ?? 'cat',
    kind: 'program',
    priority: 999,
    processes: [{ ...PROCESS_DEFAULTS, ...WITHOUT_LOGS, ...config }],
    extra: {},
    source: { file: 'test.conf', line: 1 },
  }
  const process = [...new Group(group, engine).processes.values()][0]
  if (process === undefined) throw new Error('the group has no process')
  const fixture: Fixture = { clock, posix, process, engine, lines, changes, events, state: 'RUNNING' }
  return fixture
}

/** The child that was spawned last. */
export function child({ posix }: Fixture): FakeChild {
  const last = posix.children.all.at(-1)
  assert.ok(last)
  return last
}

/** The text of the fault that refuses a request, or `none`. */
export async function fault(request: Promise<void>): Promise<string> {
  try {
    await request
  } catch (error) {
    if (isFault(error)) return error.message
    throw error
  }
  return 'none'
}

/** A fixture whose process is RUNNING. */
export async function started(config: Partial<ProcessConfig> = {}): Promise<Fixture> {
  const fixture = createFixture(config)
  fixture.process.autostart()
  await fixture.clock.run(1000 * (config.startsecs ?? 1))
  assert.equal(fixture.process.state, 'RUNNING')
  return fixture
}

function recordingLogger(lines: string[]): Logger {
  const write = (level: string) => (message: string) => {
    lines.push(`${level} ${message}`)
  }
  return {
    critical: write('CRIT'),
    error: write('ERRO'),
    warn: write('WARN'),
    info: write('INFO'),
    debug: () => {},
    trace: () => {},
    blather: () => {},
    enabled: () => false,
  }
}
