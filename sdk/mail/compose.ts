// From a subject and a text to the bytes of a message.

import { hostname } from 'node:os'
import type { Mail, MailSettings } from './mailer.js'

export interface ComposedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly bytes: Buffer
}

export async function composeMail({ to, from, smtp }: MailSettings, mail: Mail): Promise<ComposedMail> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const sender = from ?? (smtp === null ? undefined : `supervisor@${hostname()}`)
  const message = new MailComposer({
    from: sender,
    to: [...to],
    subject: oneLine(mail.subject),
    text: mail.text,
    // No answering machine answers it (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    newline: smtp === null ? 'unix' : 'windows',
  }).compile()
  const envelope = message.getEnvelope()
  return {
    from: typeof envelope.from === 'string' ? envelope.from : '',
    to: envelope.to,
    bytes: await message.build(),
  }
}

/** Names of programs may hold anything. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
