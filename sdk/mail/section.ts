// The keys of mail in a section: `to`, `from`, `smtp_url`, `sendmail`. For the schemas of plugins that send some.

import type { Section } from '../config.js'
import type { SectionProblem } from '../plugin.js'
import type { Supervisor } from '../supervisor.js'
import { createMailer, type MailSettings } from './mailer.js'
import { createOutbox, type Outbox } from './outbox.js'
import { describeSmtpProblem, readSmtpUrl } from './smtp-url.js'

export const SENDMAIL = '/usr/sbin/sendmail -t -i'

export interface MailKeys {
  readonly to: readonly string[]
  readonly from?: string | undefined
  readonly smtp_url?: string | undefined
  readonly sendmail?: string | undefined
}

/** Throws for an smtp_url that `checkMailKeys` would have told of. */
export function readMailKeys({ to, from, smtp_url, sendmail = SENDMAIL }: MailKeys): MailSettings {
  return { to, from: from ?? null, smtp: smtp_url === undefined ? null : readSmtpUrl(smtp_url), sendmail }
}

/** The outbox of a section that has these keys. Throws as `readMailKeys` does. */
export function sectionOutbox(
  section: Section,
  { clock, log, runCommand: run }: Pick<Supervisor, 'clock' | 'log' | 'runCommand'>,
): Outbox {
  const mailer = createMailer(readMailKeys(section.values as unknown as MailKeys), { clock, run })
  return createOutbox({ mailer, name: `[${section.header}]`, clock, log })
}

/** For a plugin's `check`. What is wrong is told without the value: an smtp_url has a password in it. */
export function checkMailKeys(section: Section): readonly SectionProblem[] {
  const { to = [], from, smtp_url } = section.values as Partial<MailKeys>
  const problems: SectionProblem[] = [...to, ...(from === undefined ? [] : [from])]
    .filter((address) => /[\s<>]/.test(address) || address === '')
    .map((address) => ({
      section,
      option: from === address ? 'from' : 'to',
      text: `"${address}" is no mail address, for example ops@example.com`,
    }))
  const reason = smtp_url === undefined ? null : describeSmtpProblem(smtp_url)
  if (reason !== null) problems.push({ section, option: 'smtp_url', text: `smtp_url: ${reason}` })
  return problems
}
