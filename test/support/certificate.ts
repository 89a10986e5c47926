// Certificates for this machine, made by openssl for the length of a test.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Scratch } from './scratch.js'

export interface Certificate {
  /** Paths of PEM files. */
  readonly cert: string
  readonly key: string
}

export interface CertificateOptions {
  /** What it is for, as openssl writes it. */
  readonly names?: string
  /** Who signs it; without one it signs itself. */
  readonly issuer?: Certificate
  /** The key is written with a passphrase. */
  readonly passphrase?: string
}

/** Writes NAME.pem and NAME.key, for localhost and the loopback addresses unless told, and gives their paths. */
export function makeCertificate(
  scratch: Scratch,
  name: string,
  options: CertificateOptions = {},
): Certificate {
  const { names = 'DNS:localhost,IP:127.0.0.1,IP:::1', issuer, passphrase } = options
  const cert = scratch.at(`${name}.pem`)
  const key = scratch.at(`${name}.key`)
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
  const secret = passphrase === undefined ? ['-nodes'] : ['-passout', `pass:${passphrase}`]
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`]
  const signer = issuer === undefined ? [] : ['-CA', issuer.cert, '-CAkey', issuer.key]
  const args = [
    'req',
    '-x509',
    ...curve,
    ...secret,
    ...subject,
    ...signer,
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    cert,
  ]
  execFileSync('openssl', args, { stdio: 'ignore' })
  return { cert, key }
}

/** How a test connects to a server whose certificate this is. */
export function trusting({ cert }: Certificate, own?: Certificate) {
  return {
    ca: readFileSync(cert),
    ...(own === undefined ? {} : { cert: readFileSync(own.cert), key: readFileSync(own.key) }),
  }
}
