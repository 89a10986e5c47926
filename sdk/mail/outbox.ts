// Mail that is on its way: one message at a time, tried again after a failure, and never more than a few waiting.

import type { Clock, Timer } from '../clock.js'
import type { Logger } from '../logger.js'
import type { Mail, Mailer } from './mailer.js'

export interface OutboxOptions {
  readonly mailer: Mailer
  /** Begins each log line: the section or the program. */
  readonly name: string
  readonly clock: Pick<Clock, 'after'>
  readonly log: Pick<Logger, 'error' | 'info' | 'warn'>
  /** How many messages may wait; the oldest is dropped for one more. 20 unless given. */
  readonly limit?: number
}

export interface Outbox {
  add(mail: Mail): void
  /** Messages that were not sent yet, the one under way among them. */
  readonly waiting: number
  /** Tries each message that waits once more. Fulfilled when that is done or `limitMs` (3,000) has passed. */
  flush(limitMs?: number): Promise<void>
  /** Drops what waits. A message under way is not recalled. */
  close(): void
}

const LIMIT = 20
const FLUSH_MS = 3_000
const FIRST_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 15 * 60_000

export function createOutbox({ mailer, name, clock, log, limit = LIMIT }: OutboxOptions): Outbox {
  const waiting: Mail[] = []
  let sending: Promise<void> | null = null
  let timer: Timer | null = null
  let failures = 0
  let dropped = 0
  let isClosed = false

  function failed(error: unknown): void {
    failures += 1
    // Once an episode: a server that is away for a day must not fill the log.
    if (failures > 1) return
    const reason = error instanceof Error ? error.message : String(error)
    log.error(`${name}: a mail could not be sent and is tried again: ${reason}`)
  }

  function sent(refused: readonly string[]): void {
    if (refused.length > 0) log.warn(`${name}: ${mailer.target} refused ${refused.join(', ')}`)
    if (failures > 0)
      log.info(`${name}: mail is sent again${dropped === 0 ? '' : `; ${dropped} were dropped`}`)
    failures = 0
    dropped = 0
  }

  async function sendAll(): Promise<void> {
    for (let mail = waiting[0]; mail !== undefined && !isClosed; mail = waiting[0]) {
      try {
        sent(await mailer.send(mail))
      } catch (error) {
        failed(error)
        return
      }
      // While it was sent it may have been dropped for newer ones.
      if (waiting[0] === mail) waiting.shift()
    }
  }

  function start(): Promise<void> {
    timer?.cancel()
    timer = null
    sending ??= sendAll().finally(() => {
      sending = null
      if (waiting.length > 0 && !isClosed) plan()
    })
    return sending
  }

  function plan(): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE_MS)
    timer ??= clock.after(failures === 0 ? 0 : pauseMs, start, { background: true })
  }

  return {
    get waiting() {
      return waiting.length
    },
    add(mail) {
      if (isClosed) return
      waiting.push(mail)
      if (waiting.length > limit) {
        waiting.shift()
        dropped += 1
        if (dropped === 1) log.error(`${name}: more than ${limit} mails wait, the oldest are being dropped`)
      }
      if (timer === null && sending === null) void start()
    },
    async flush(limitMs = FLUSH_MS) {
      if (waiting.length === 0) return
      let limitTimer: Timer | undefined
      const timeout = new Promise<void>((resolve) => {
        limitTimer = clock.after(limitMs, resolve)
      })
      await Promise.race([start(), timeout])
      limitTimer?.cancel()
    },
    close() {
      isClosed = true
      timer?.cancel()
      timer = null
      if (waiting.length > 0) log.error(`${name}: ${waiting.length} mails were not sent`)
      waiting.length = 0
    },
  }
}
