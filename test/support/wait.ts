// Waiting for a condition with a deadline, and failures that say what was seen instead.

/** Generous, because the machine may be busy: a test that passes never waits this long. */
export const DEADLINE_MS = 30_000

export interface Patience {
  /** What is being waited for, as the end of the sentence "gave up waiting for ...". */
  readonly what: string
  readonly deadlineMs?: number
  readonly everyMs?: number
  /** Called on failure: what was there instead. */
  readonly instead?: () => string
}

/**
 * Polls until `condition` gives something other than undefined or false, and returns that. A throw of the condition is
 * kept and shown when time is up.
 */
export async function waitFor<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  patience: Patience,
): Promise<T> {
  const giveUpAt = Date.now() + (patience.deadlineMs ?? DEADLINE_MS)
  let failure: unknown
  for (;;) {
    try {
      const value = await condition()
      if (value !== undefined && value !== false) return value
      failure = undefined
    } catch (error) {
      failure = error
    }
    if (Date.now() > giveUpAt) throw new Error(explain(patience, failure))
    await pause(patience.everyMs ?? 20)
  }
}

/** Settles like `promise`, but fails with an explanation when that takes too long. */
export async function within<T>(promise: Promise<T>, patience: Patience): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(explain(patience))), patience.deadlineMs ?? DEADLINE_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A step of polling or of a paced load; never a substitute for waiting on an event. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function explain(patience: Patience, failure?: unknown): string {
  const because = failure === undefined ? '' : `\nlast failure: ${String(failure)}`
  const instead = patience.instead === undefined ? '' : `\n${patience.instead()}`
  return `gave up waiting for ${patience.what}${because}${instead}`
}
