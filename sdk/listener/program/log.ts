// The log of a listener: its stderr, where the supervisor keeps a file for it.

import { complain } from '../standard-streams.js'

export interface ProgramLog {
  error(message: string): void
  warn(message: string): void
  info(message: string): void
}

export function programLog(): ProgramLog {
  return { error: complain, warn: complain, info: complain }
}
