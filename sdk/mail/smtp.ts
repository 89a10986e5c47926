// Mail by SMTP: one connection a message, bounded in time whatever the server does.

import { hostname } from 'node:os'
import type { Clock } from '../clock.js'
import type { ComposedMail } from './compose.js'
import type { SmtpServer } from './smtp-url.js'

const CONNECT_MS = 10_000
const SILENCE_MS = 20_000
const WHOLE_MS = 60_000

/** Gives the refused addresses. Rejects with an Error that names the server and never the password. */
export async function sendBySmtp(
  server: SmtpServer,
  { from, to, bytes }: ComposedMail,
  clock: Pick<Clock, 'after'>,
): Promise<readonly string[]> {
  const { default: SmtpConnection } = await import('nodemailer/lib/smtp-connection')
  const { host, port, secure, user, password } = server
  const connection = new SmtpConnection({
    host,
    port,
    secure,
    ...tlsOptions(server),
    name: hostname(),
    connectionTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
  })
  try {
    const refused = await new Promise<readonly string[]>((resolve, reject) => {
      const timer = clock.after(WHOLE_MS, () => reject(new Error('it takes too long')), { background: true })
      const end = (act: () => void) => {
        timer.cancel()
        act()
      }
      const step = (next: () => void) => (error?: Error | null) => {
        if (error) end(() => reject(error))
        else next()
      }
      const send = () =>
        connection.send({ from, to: [...to] }, bytes, (error, info) =>
          step(() => end(() => resolve(info?.rejected ?? [])))(error),
        )
      connection.on('error', (error: Error) => end(() => reject(error)))
      connection.on('end', () => end(() => reject(new Error('the server closed the connection'))))
      connection.connect(
        step(() => {
          if (user === null) send()
          else connection.login({ user, pass: password ?? '' }, step(send))
        }),
      )
    })
    connection.quit()
    return refused
  } catch (error) {
    connection.close()
    throw new Error(`${host}:${port}: ${withoutSecrets(error, server)}`)
  }
}

function tlsOptions({ tls, checksCertificate }: SmtpServer) {
  return {
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'never',
    tls: { rejectUnauthorized: checksCertificate },
  }
}

/** A server may repeat what it was told. */
function withoutSecrets(error: unknown, { user, password }: SmtpServer): string {
  const text = error instanceof Error ? error.message : String(error)
  if (user === null || password === null || password === '') return text
  const secrets = [password, base64(password), base64(`\0${user}\0${password}`)]
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text).slice(0, 500)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
