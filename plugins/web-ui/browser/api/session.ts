// What the server says of this visit: once for each run of the daemon.

import { BASE } from './base.js'

interface Session {
  /** Sent with each change. */
  readonly token: string
  /** Could anybody be here: no password, and not on loopback alone? */
  readonly isOpen: boolean
  /** The visitor may look, and change nothing. */
  readonly readOnly: boolean
}

let asked: Promise<Session> | undefined

export function session(): Promise<Session> {
  asked ??= ask()
  return asked
}

/** Another run of the daemon has another token. */
export function forgetSession(): void {
  asked = undefined
}

async function ask(): Promise<Session> {
  try {
    const response = await fetch(`${BASE}ui/session`)
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`)
    return (await response.json()) as Session
  } catch (error) {
    asked = undefined
    throw error
  }
}
