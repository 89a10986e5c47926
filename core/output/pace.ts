// When to look at a pipe next: pure arithmetic behind the pump, because capture costs per wake-up and not per byte.

/** What Linux makes a pipe hold unless told otherwise. */
export const USUAL_CAPACITY = 65_536
/** What a busy pipe is asked to hold. */
export const WANTED_CAPACITY = 1_048_576
/** The bounds of the time between two sweeps. */
export const MIN_SWEEP_MS = 2
export const MAX_SWEEP_MS = 20
/** The lower bound for a pipe that was not allowed to grow: a fast writer of short lines fills it in 0.6 ms. */
export const MIN_SMALL_SWEEP_MS = 0.4
/** Two readable events closer than this start pacing; a program that says something now and then is only polled. */
export const BUSY_WITHIN_MS = 40
/** After so many sweeps that found nothing the pipe is polled again. */
export const EMPTY_SWEEPS = 3

/** One read takes at most this much; more would only push the bytes out of the processor's cache before they are written. */
export const READ_BYTES = 262_144
/** What one descriptor may transfer before the others and the requests get their turn. */
export const BUDGET_BYTES = 1_048_576

/**
 * Who speaks a protocol answers at once, often while our own write has the processor: so many answers are looked for
 * before the others get their turn. Back in the event loop each would cost a third more.
 */
export const ANSWERS = 16

/** So much in one read comes from a writer of large blocks, who has the next one ready by the time this is written. */
export const EAGER_BYTES = 65_536

const SMALL_CAPACITY = 262_144

/** How full a sweep should find the pipe: room enough for the writer to go on while we are late. */
const AIM = 0.3

/**
 * The delay after which the pipe should be 30 % full, if its writer keeps the pace of the last sweep; 0 for a writer
 * who would have to wait even for the shortest.
 */
export function sweepDelay(sweptBytes: number, elapsedMs: number, capacity: number): number {
  if (sweptBytes === 0) return MAX_SWEEP_MS
  const delay = (AIM * capacity * elapsedMs) / sweptBytes
  const shortest = shortestDelay(capacity)
  // Full before the next sweep: its writer would wait for us.
  if (delay < AIM * shortest) return 0
  return Math.min(MAX_SWEEP_MS, Math.max(shortest, delay))
}

function shortestDelay(capacity: number): number {
  return capacity < SMALL_CAPACITY ? MIN_SMALL_SWEEP_MS : MIN_SWEEP_MS
}

/**
 * The delay after a sweep that found nothing: twice the one before, and at least the shortest for such a pipe. A writer
 * of large blocks has only been interrupted, and would fill its pipe and wait while we sleep for long.
 */
export function emptyDelay(delayMs: number, capacity: number): number {
  return Math.min(MAX_SWEEP_MS, Math.max(shortestDelay(capacity), delayMs * 2))
}

/** A read of this size says that the writer is faster than the sweeps: read again at once, or ask for a larger pipe. */
export function busyRead(capacity: number, readBytes: number): number {
  return Math.min(capacity, readBytes) / 2
}
