// The secret that our own pages send with their forms: it shows that a request was made by one of them.

import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Kept by the http contract, for every plugin that has pages or is asked by them. */
export interface PageToken {
  /** The same for as long as the daemon runs. */
  text(): string
  matches(given: string): boolean
}

/** The secret is made when the first page is shown: most daemons never show one. */
export function createPageToken(): PageToken {
  let secret: Buffer | undefined
  const text = () => {
    secret ??= Buffer.from(randomBytes(16).toString('hex'))
    return secret.toString()
  }
  return {
    text,
    matches(given) {
      const [own, other] = [Buffer.from(text()), Buffer.from(given)]
      return own.length === other.length && timingSafeEqual(own, other)
    },
  }
}
