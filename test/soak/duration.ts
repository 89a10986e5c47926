// How long a soak takes: `npm run soak` sets REEVE_SOAK_SECONDS, `npm test` leaves it short.

export const SECONDS = Number(process.env.REEVE_SOAK_SECONDS ?? 6)

/** Each ends in a daemon at rest, which is looked at: often enough to tell growth from warming up. */
export const PHASES = SECONDS < 120 ? 3 : 20
export const PHASE_MS = (SECONDS / PHASES) * 1_000
