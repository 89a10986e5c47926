// Whether and when a process that ended by itself is started again.

import * as messages from '../log/messages.js'
import type { ChildExit } from '../posix/port.js'
import type { Engine } from './engine.js'
import { type ExitVerdict, FULL_PACE, paceRespawn, type RespawnPace, shouldRestart } from './policy.js'
import type { SupervisedProcess } from './process.js'

export class Respawn {
  readonly #process: SupervisedProcess
  readonly #engine: Engine
  pace: RespawnPace = FULL_PACE
  #isPaced = false

  constructor(process: SupervisedProcess, engine: Engine) {
    this.#process = process
    this.#engine = engine
  }

  /** Decides after an end; a restart comes on the next macrotask at the earliest, so that a pending stop wins. */
  afterExit(exit: ChildExit, verdict: ExitVerdict, spawnedAtMs: number): void {
    const { hooks, clock } = this.#engine
    const { expected } = verdict
    const decision = hooks.restartDecision.call(this.#process, {
      pid: exit.pid,
      code: exit.code,
      signal: exit.signal,
      expected,
    })
    const wanted = decision?.restart ?? shouldRestart(this.#process.config.autorestart, expected)
    if (!wanted || this.#engine.state() !== 'RUNNING') return
    const paced = paceRespawn(this.pace, clock.monotonic(), spawnedAtMs)
    this.pace = paced.pace
    this.#announce(paced.delayMs)
    this.#process.lifecycle.plan('restart', Math.max(paced.delayMs, decision?.delayMs ?? 0))
  }

  /** Forgets a planned restart. False when none was planned. */
  cancel(): boolean {
    const { deadline } = this.#process.lifecycle
    if (!deadline.isWaitingFor('restart')) return false
    deadline.clear()
    return true
  }

  /** One line an episode: from the first restart that has to wait until one that has not. */
  #announce(delayMs: number): void {
    const isPaced = delayMs > 0
    if (isPaced && !this.#isPaced) messages.respawnPaced(this.#engine.log, this.#process.name)
    this.#isPaced = isPaced
  }
}
