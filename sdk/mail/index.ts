// `reeve/sdk/mail`: messages to operators, by SMTP or through a sendmail command, for plugins and listeners.

export { createMailer, type Mail, type Mailer, type MailRuntime, type MailSettings } from './mailer.js'
export { createOutbox, type Outbox, type OutboxOptions } from './outbox.js'
export { checkMailKeys, type MailKeys, readMailKeys, SENDMAIL, sectionOutbox } from './section.js'
export { describeSmtpProblem, readSmtpUrl, type SmtpServer, type TlsUse } from './smtp-url.js'
