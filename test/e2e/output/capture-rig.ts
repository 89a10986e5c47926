// Capture on the real ports, without an engine: children, pipes, files.

import assert from 'node:assert/strict'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import { createChannel } from '../../../core/output/channel.js'
import { createLogFiles, type LogFiles } from '../../../core/output/log-files.js'
import { createPump, type Pump } from '../../../core/output/pump.js'
import { createPosix } from '../../../core/posix/posix.js'
import type { SystemPosix } from '../../../core/posix/system.js'
import type { Clock } from '../../../sdk/clock.js'
import type { Sink } from '../../../sdk/hooks.js'
import type { Process } from '../../../sdk/process.js'
import { createMemoryLog, type MemoryLog, NOBODY } from '../../unit/output/capture-fixtures.js'

export interface Rig {
  readonly posix: SystemPosix
  readonly clock: Clock
  readonly files: LogFiles
  readonly pump: Pump
  readonly log: MemoryLog
  /**
   * Runs a shell command with its output going to `sink`. Fulfilled right after its exit was handled as the engine
   * does: drained and closed.
   */
  run(command: string, sink: Sink): Promise<void>
  close(): void
}

export function createRig(): Rig {
  const clock = createSystemClock()
  const posix = createPosix({ clock })
  const files = createLogFiles({ posix, clock })
  const log = createMemoryLog()
  files.reportTo(log)
  const pump = createPump({ posix, clock, log })
  const exits = new Map<number, () => void>()
  const unwatch = posix.watchChildren({
    owns: (pid) => exits.has(pid),
    onExit: ({ pid }) => exits.get(pid)?.(),
    onUnknown() {},
  })
  // Waiting for an exit alone does not keep Node alive.
  const alive = clock.after(3_600_000, () => {})
  const nothing = posix.open('/dev/null', 'read')
  assert.ok(typeof nothing === 'number')

  return {
    posix,
    clock,
    files,
    pump,
    log,
    run(command, sink) {
      const ends = posix.pipe('read')
      assert.ok('read' in ends, JSON.stringify(ends))
      const channel = createChannel({
        name: 'stdout',
        process: { name: 'writer' } as Process,
        log,
        owners: NOBODY,
      })
      channel.addSink(sink)
      const handle = pump.open(ends.read, channel)
      const spawned = posix.spawn({
        file: '/bin/sh',
        argv: ['sh', '-c', command],
        environment: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
        stdio: [nothing, ends.write, ends.write],
      })
      posix.close(ends.write)
      assert.ok('pid' in spawned, JSON.stringify(spawned))
      return new Promise((resolve) => {
        exits.set(spawned.pid, () => {
          exits.delete(spawned.pid)
          handle.drain()
          handle.close()
          resolve()
        })
      })
    },
    close() {
      alive.cancel()
      pump.close()
      unwatch()
      posix.close(nothing)
    },
  }
}
