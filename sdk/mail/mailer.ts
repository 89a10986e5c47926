// A mailer: one set of addresses and one way to them.

import type { Clock } from '../clock.js'
import type { Run } from '../run.js'
import { composeMail } from './compose.js'
import { sendByCommand } from './sendmail.js'
import { sendBySmtp } from './smtp.js'
import type { SmtpServer } from './smtp-url.js'

export interface MailSettings {
  readonly to: readonly string[]
  /** Null: sendmail's own choice; by SMTP `supervisor@` this machine. */
  readonly from: string | null
  /** Null sends through the command. */
  readonly smtp: SmtpServer | null
  /** A shell command that takes a whole message on its stdin and finds the addresses in it. */
  readonly sendmail: string
}

/** The part of a plugin's supervisor that mail needs; listeners have theirs in `reeve/sdk/listener/program`. */
export interface MailRuntime {
  readonly clock: Pick<Clock, 'after'>
  readonly run: Run
}

export interface Mail {
  readonly subject: string
  readonly text: string
}

export interface Mailer {
  /** Where mail goes, for logs: without passwords. */
  readonly target: string
  /**
   * Gives the addresses that the server refused while it took the mail for others. Rejects with an Error in words for
   * the operator, at the latest after a minute, when nobody gets it.
   */
  send(mail: Mail): Promise<readonly string[]>
}

/** What composes and sends is loaded with the first mail. */
export function createMailer(settings: MailSettings, { clock, run }: MailRuntime): Mailer {
  const { smtp, sendmail } = settings
  if (smtp === null) {
    return {
      target: sendmail,
      async send(mail) {
        await sendByCommand(sendmail, await composeMail(settings, mail), run)
        return []
      },
    }
  }
  return {
    target: `${smtp.host}:${smtp.port}`,
    send: async (mail) => sendBySmtp(smtp, await composeMail(settings, mail), clock),
  }
}
