// Certificates of a server. They are read when the plugin is applied, before privileges are dropped, and at a reload.

import { readFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { InetHttpServerOptions } from 'reeve/schemas/types'
import { type Section, type SectionProblem, StartUpError } from 'reeve/sdk'

type TlsOption = 'tls_cert' | 'tls_key' | 'tls_client_ca'

/** One option that cannot be used, and why. */
class TlsProblem extends Error {
  readonly option: TlsOption

  constructor(option: TlsOption, message: string, cause?: unknown) {
    super(message, { cause })
    this.option = option
  }
}

/** What is wrong with a section's certificates, told with everything else that is wrong with the configuration. */
export function checkTls(section: Section): readonly SectionProblem[] {
  try {
    const options = load(section)
    if (options !== undefined) createSecureContext(options)
    return []
  } catch (error) {
    const option = error instanceof TlsProblem ? error.option : 'tls_cert'
    const reason = error instanceof TlsProblem ? error.message : `cannot be used: ${(error as Error).message}`
    return [{ section, option, text: `${option} ${reason}` }]
  }
}

/** Undefined for a server without TLS. Throws the operator's message. */
export function readTls(section: Section): ServerOptions | undefined {
  try {
    return load(section)
  } catch (error) {
    if (!(error instanceof TlsProblem)) throw error
    const { file, line } = section.locate(error.option)
    const place = `[${file}:${line}, section ${section.header}, option ${error.option}]`
    throw new StartUpError(`Cannot open an HTTPS server: ${error.option} ${error.message} ${place}`, {
      cause: error,
    })
  }
}

function load(section: Section): ServerOptions | undefined {
  const options = section.values as unknown as InetHttpServerOptions
  const { tls_cert: cert, tls_key: key, tls_client_ca: clients } = options
  const lonely = (option: TlsOption, needed: TlsOption) => new TlsProblem(option, `needs ${needed} beside it`)
  if (cert === undefined) {
    if (key !== undefined) throw lonely('tls_key', 'tls_cert')
    if (clients !== undefined) throw lonely('tls_client_ca', 'tls_cert')
    return undefined
  }
  if (key === undefined) throw lonely('tls_cert', 'tls_key')
  const served = { cert: read('tls_cert', cert), key: read('tls_key', key) }
  if (clients === undefined) return served
  return { ...served, ca: read('tls_client_ca', clients), requestCert: true, rejectUnauthorized: true }
}

function read(option: TlsOption, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new TlsProblem(option, `cannot be read: ${(error as Error).message}`, error)
  }
}
