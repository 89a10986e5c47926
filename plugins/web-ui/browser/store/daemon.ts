// What is known of the daemon as a whole.

import { signal } from '@preact/signals'
import { get } from '../api/request.js'
import { session } from '../api/session.js'
import type { Daemon } from '../api/types.js'

export const daemon = signal<Daemon | null>(null)

/** Could anybody be here? */
export const isOpenToAll = signal(false)

/** False for who may only look. */
export const canChange = signal(true)

export async function readDaemon(): Promise<void> {
  daemon.value = await get<Daemon>('')
  document.title = daemon.value.identification
  const { isOpen, readOnly } = await session()
  isOpenToAll.value = isOpen
  canChange.value = !readOnly
}
