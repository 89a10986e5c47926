// How long a soak takes: `npm run soak` sets REEVE_SOAK_SECONDS, `npm test` leaves it short.

export const SECONDS = Number(process.env.REEVE_SOAK_SECONDS ?? 6)

/** Long enough to tell growth from warming up. */
export const IS_LONG = SECONDS >= 120

/** Each ends in a daemon at rest, which is looked at. */
export const PHASES = IS_LONG ? 20 : 3
export const PHASE_MS = (SECONDS / PHASES) * 1_000
