// What of a process is carried over into another image of this program, and how it is taken up there.

import { isFault } from '../../sdk/faults.js'
import type { ProcessSnapshot } from '../../sdk/snapshot.js'
import type { ProcessState } from '../../sdk/states.js'
import { Child, openChannel } from './child.js'
import type { DeadlinePurpose } from './deadline.js'
import type { Engine } from './engine.js'
import { restartsInHand } from './policy.js'
import type { SupervisedProcess } from './process.js'

export function snapshotProcess(process: SupervisedProcess, { clock }: Engine): ProcessSnapshot {
  const { lifecycle } = process
  const now = clock.monotonic()
  return {
    group: process.group.name,
    name: process.name,
    state: lifecycle.state,
    pid: lifecycle.pid,
    startedAt: lifecycle.startedAt,
    stoppedAt: lifecycle.stoppedAt,
    exitStatus: lifecycle.exitStatus,
    spawnError: lifecycle.spawnError,
    lastExit: lifecycle.lastExit,
    restarts: lifecycle.restarts,
    backoff: lifecycle.backoff,
    stopRequested: lifecycle.stopRequested,
    spawnedMsAgo: lifecycle.startedAt === 0 ? 0 : now - lifecycle.spawnedAtMs,
    killsSent: lifecycle.killsSent,
    restartsInHand: restartsInHand(lifecycle.respawn.pace, now),
    deadline: lifecycle.deadline.snapshot(),
    fds: lifecycle.child?.fds ?? { stdin: null, stdout: null, stderr: null },
    logs: { stdout: process.stdoutLog.path, stderr: process.stderrLog.path },
    counters: lifecycle.child?.counters ?? {},
    held: lifecycle.child?.held() ?? { stdout: {}, stderr: {} },
    stdin: lifecycle.child?.stdin?.waiting.toString('base64') ?? '',
  }
}

/** Takes up a process where another image left it: same pid, same pipes, same deadline. */
export function resumeProcess(process: SupervisedProcess, before: ProcessSnapshot, engine: Engine): void {
  const { lifecycle } = process
  const now = engine.clock.monotonic()
  // A snapshot is our own writing: the names in it are states and purposes.
  lifecycle.state = before.state as ProcessState
  lifecycle.startedAt = before.startedAt
  lifecycle.stoppedAt = before.stoppedAt
  lifecycle.exitStatus = before.exitStatus
  lifecycle.spawnError = before.spawnError
  lifecycle.lastExit = before.lastExit
  lifecycle.restarts = before.restarts
  lifecycle.backoff = before.backoff
  lifecycle.stopRequested = before.stopRequested
  lifecycle.spawnedAtMs = now - before.spawnedMsAgo
  lifecycle.killsSent = before.killsSent
  lifecycle.respawn.pace = { inHand: before.restartsInHand, atMs: now }
  if (before.pid !== 0) {
    const channels = (['stdout', 'stderr'] as const)
      .filter((name) => before.fds[name] !== null)
      .map((name) => openChannel(process, engine, name, before.held[name]))
    lifecycle.child = new Child(engine, before.pid, before.fds, channels, before.counters)
    writeRest(lifecycle.child, before.stdin)
    engine.claim(before.pid, (exit) => lifecycle.exited(exit))
  }
  if (before.deadline !== null) lifecycle.plan(before.deadline.for as DeadlinePurpose, before.deadline.inMs)
}

function writeRest({ stdin }: Child, rest: string): void {
  try {
    stdin?.write(Buffer.from(rest, 'base64'))
  } catch (error) {
    // It closed its stdin meanwhile: then nobody waits for the rest.
    if (!isFault(error)) throw error
  }
}
