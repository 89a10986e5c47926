// `smtp://user:password@host:port?tls=required`: where mail goes, in one line of a config.

/** `required`: STARTTLS or no mail; `offered`: STARTTLS where the server has it; `never`. */
export type TlsUse = 'required' | 'offered' | 'never'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (smtps). */
  readonly secure: boolean
  readonly tls: TlsUse
  /** False takes any certificate. */
  readonly checksCertificate: boolean
  readonly user: string | null
  readonly password: string | null
}

const PORTS: Readonly<Record<string, number>> = { 'smtp:': 25, 'smtps:': 465 }
const TLS_USES: readonly string[] = ['required', 'offered', 'never'] satisfies TlsUse[]

/**
 * Without `tls=` a password goes over a network only under TLS. Throws an Error that says what is wrong, without the
 * URL: there is a password in it.
 */
export function readSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null
  const port = url === null ? undefined : PORTS[url.protocol]
  if (url === null || port === undefined || url.hostname === '') {
    throw new Error('it must be smtp://[user:password@]host[:port] or smtps://...')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const hasPassword = url.username !== ''
  const tls = url.searchParams.get('tls') ?? (hasPassword && !isThisMachine(host) ? 'required' : 'offered')
  if (!TLS_USES.includes(tls)) throw new Error('tls= must be required, offered or never')
  return {
    host,
    port: url.port === '' ? port : Number(url.port),
    secure: url.protocol === 'smtps:',
    tls: tls as TlsUse,
    // A server of this machine often has a certificate that nobody can check.
    checksCertificate: !isThisMachine(host),
    user: hasPassword ? decodeURIComponent(url.username) : null,
    password: hasPassword ? decodeURIComponent(url.password) : null,
  }
}

/** What is wrong with the URL; null when nothing is. */
export function describeSmtpProblem(text: string): string | null {
  try {
    readSmtpUrl(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
