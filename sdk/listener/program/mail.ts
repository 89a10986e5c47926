// The mail of a listener program: what its command line says of it, and its outbox.

import {
  createMailer,
  createOutbox,
  type MailSettings,
  type Outbox,
  readMailKeys,
  SENDMAIL,
} from '../../mail/index.js'
import { programClock } from './clock.js'
import { programLog } from './log.js'
import type { GivenOptions } from './options.js'
import { runCommand } from './run-command.js'

/** What is left at the end has this long to be sent: less than stopwaitsecs. */
const FLUSH_MS = 5_000

/** Who gets mail, and by which command: as superlance's programs ask for it. */
export const MAIL_OPTIONS = {
  sendmail_program: { letter: 's', takesValue: true },
  email: { letter: 'm', takesValue: true },
} as const

/** Null where no address is given. */
export function readMailOptions(given: GivenOptions<keyof typeof MAIL_OPTIONS>): MailSettings | null {
  const address = given.value('email')
  if (address === undefined) return null
  return readMailKeys({ to: readAddresses(address), sendmail: given.value('sendmail_program') ?? SENDMAIL })
}

/** Addresses between commas. */
export function readAddresses(text: string): readonly string[] {
  return text
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
}

/** `name`, the program's, begins each line on stderr. */
export function programOutbox(name: string, settings: MailSettings): Outbox {
  const clock = programClock()
  const mailer = createMailer(settings, { clock, run: runCommand })
  return createOutbox({ mailer, name, clock, log: programLog() })
}

/** Tries once more to send what waits; for the end of the program. */
export async function leaveOutbox(outbox: Outbox | null): Promise<void> {
  await outbox?.flush(FLUSH_MS)
  outbox?.close()
}

/** How the subjects of mails begin: `httpok`, or `httpok [NAME]` where the operator named the listener. */
export function titleOf(program: string, name: string | undefined): string {
  return name === undefined ? program : `${program} [${name}]`
}
