// A command that waits for what can never come: Node would end the program in the middle of it, with exit status 0.

import type { Terminal } from './terminal.js'

/** The command is not done, and nothing is left that could go on with it. */
export class Standstill extends Error {
  override readonly name = 'Standstill'
  override readonly message = 'it never ended: it waits, and nothing is left that it could wait for'
}

/** Settles as `work` does, or rejects with a Standstill. */
export async function orStandstill(terminal: Pick<Terminal, 'onIdle'>, work: Promise<void>): Promise<void> {
  let release = () => {}
  const standstill = new Promise<never>((_resolve, reject) => {
    release = terminal.onIdle(() => reject(new Standstill()))
  })
  try {
    await Promise.race([work, standstill])
  } finally {
    release()
  }
}
