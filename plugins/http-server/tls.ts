// Certificates of a server. They are read whenever the plugin is applied, so a reload takes up new ones; by then the
// daemon is the user of [supervisord], who must therefore be able to read them.

import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { InetHttpServerOptions } from 'reeve/schemas/types'
import { type Section, type SectionProblem, StartUpError } from 'reeve/sdk'

type TlsOption = 'tls_cert' | 'tls_key' | 'tls_client_ca'

/** What is wrong with each option; empty when all is well. */
type Problems = Map<TlsOption, string>

/** What is wrong with a section's certificates, told with everything else that is wrong with the configuration. */
export function checkTls(section: Section): readonly SectionProblem[] {
  const problems: Problems = new Map()
  load(section, problems)
  return [...problems].map(([option, text]) => ({ section, option, text: `${option} ${text}` }))
}

/** Undefined for a server without TLS. Throws the operator's message. */
export function readTls(section: Section): ServerOptions | undefined {
  const problems: Problems = new Map()
  const options = load(section, problems)
  const [first] = problems
  if (first === undefined) return options
  const [option, text] = first
  const { file, line } = section.locate(option)
  throw new StartUpError(
    `Cannot open an HTTPS server: ${option} ${text} [${file}:${line}, section ${section.header}, option ${option}]`,
  )
}

function load({ values }: Section, problems: Problems): ServerOptions | undefined {
  const { tls_cert: cert, tls_key: key, tls_client_ca: ca } = values as unknown as InetHttpServerOptions
  if (cert === undefined) {
    if (key !== undefined) problems.set('tls_key', 'needs tls_cert beside it')
    if (ca !== undefined) problems.set('tls_client_ca', 'needs tls_cert beside it')
    return undefined
  }
  if (key === undefined) problems.set('tls_cert', 'needs tls_key beside it')
  const served = {
    cert: read('tls_cert', cert, problems, (pem) => createSecureContext({ cert: pem })),
    key: read('tls_key', key, problems, (pem) => {
      if (pem.includes('ENCRYPTED')) throw new Error('it has a passphrase, which nobody could give')
      createSecureContext({ key: pem })
    }),
  }
  // Node ignores an authority that it cannot read: nobody could come in, and nothing would say why.
  const clients = read('tls_client_ca', ca, problems, (pem) => new X509Certificate(pem))
  if (problems.size === 0) attempt('tls_key', problems, () => createSecureContext(served))
  if (clients === undefined) return served
  return { ...served, ca: clients, requestCert: true, rejectUnauthorized: true }
}

/** The file's bytes. Undefined without a path, and when it cannot be read or `parse` throws. */
function read(
  option: TlsOption,
  path: string | undefined,
  problems: Problems,
  parse: (pem: Buffer) => unknown,
): Buffer | undefined {
  if (path === undefined) return undefined
  return attempt(option, problems, () => {
    const pem = readFileSync(path)
    parse(pem)
    return pem
  })
}

function attempt<Value>(option: TlsOption, problems: Problems, work: () => Value): Value | undefined {
  try {
    return work()
  } catch (error) {
    problems.set(option, describe(error as NodeJS.ErrnoException))
    return undefined
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'is not the key of tls_cert',
  ERR_OSSL_X509_KEY_TYPE_MISMATCH: 'is not the key of tls_cert',
  ERR_OSSL_PEM_NO_START_LINE: 'is not a PEM file of that kind',
  ERR_OSSL_UNSUPPORTED: 'is not a PEM file of that kind',
}

function describe({ code, message, syscall }: NodeJS.ErrnoException): string {
  if (syscall !== undefined) return `cannot be read: ${message}`
  return REASONS[code ?? ''] ?? `cannot be used: ${message}`
}
