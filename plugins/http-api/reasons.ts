// State changes in words: why a process is as it is, and what comes next.

import type { ProcessConfig } from 'reeve/sdk'
import type { Happening } from './history.js'
import { signalName } from './signal-name.js'

type Options = Pick<ProcessConfig, 'startretries' | 'startsecs' | 'autorestart'>

/** `exited with 3, 2 s after start; retry 2 of 3 in 2 s`. */
export function reasonOf(happening: Happening, config: Options): string {
  const { to, from, isAutomatic, isStopping } = happening
  switch (to) {
    case 'STARTING':
      if (!isAutomatic) return 'start requested'
      return from === 'BACKOFF' ? `retry ${happening.tries} of ${config.startretries}` : 'restarted'
    case 'RUNNING':
      return config.startsecs > 0 ? `stayed up for ${config.startsecs} s` : 'started'
    case 'BACKOFF':
      return `${describeFailure(happening)}; ${nextTry(happening, config)}`
    case 'FATAL':
      return isStopping
        ? 'no further retry: the daemon stops'
        : `gave up: ${happening.spawnError ?? 'too many failed starts'}`
    case 'STOPPING':
      return isStopping ? 'the daemon stops' : 'stop requested'
    case 'STOPPED':
      return happening.exit === null ? 'stop requested' : describeEnd(happening)
    case 'EXITED':
      return `${describeEnd(happening)} (${happening.expected ? 'expected' : 'unexpected'}); ${nextRun(happening, config)}`
    default:
      return ''
  }
}

/** `exited with 3, 2 s after start`. */
function describeEnd({ exit, ranMs }: Happening): string {
  const how =
    exit?.code == null
      ? `killed by ${signalName(exit?.signal ?? null) ?? 'a signal'}`
      : `exited with ${exit.code}`
  return `${how}, ${duration(ranMs ?? 0)} after start`
}

function describeFailure(happening: Happening): string {
  return happening.exit === null
    ? `could not be started: ${happening.spawnError ?? 'unknown error'}`
    : describeEnd(happening)
}

function nextTry({ tries, waitingUntil, at }: Happening, { startretries }: Options): string {
  if (tries > startretries)
    return startretries === 0 ? 'no retries are allowed' : `all ${startretries} retries failed`
  const delay = waitingUntil === null ? tries * 1000 : waitingUntil - at
  return `retry ${tries} of ${startretries} in ${duration(delay)}`
}

function nextRun({ waitingUntil, at, isStopping }: Happening, { autorestart }: Options): string {
  if (waitingUntil !== null) {
    const delay = waitingUntil - at
    return delay < 100 ? 'restarted at once' : `restarted in ${duration(delay)}`
  }
  return isStopping ? 'the daemon stops' : `not restarted (autorestart=${autorestart})`
}

/** `80 ms`, `1.3 s`, `12 s`, `5 min`, `3 h`, `2 d`: as exact as one wants to read it. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 10_000) return `${Math.round(ms / 100) / 10} s`
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`
  if (ms < 172_800_000) return `${Math.round(ms / 3_600_000)} h`
  return `${Math.round(ms / 86_400_000)} d`
}
