// A certificate for this machine, made by openssl for the length of a test.

import { execFileSync } from 'node:child_process'
import type { Scratch } from './scratch.js'

/** Writes NAME.pem and NAME.key, self-signed for localhost and 127.0.0.1, and gives their paths. */
export function makeCertificate(
  scratch: Scratch,
  name: string,
): { readonly cert: string; readonly key: string } {
  const cert = scratch.at(`${name}.pem`)
  const key = scratch.at(`${name}.key`)
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const args = ['req', '-x509', ...curve, ...names, '-days', '2', '-keyout', key, '-out', cert]
  execFileSync('openssl', args, { stdio: 'ignore' })
  return { cert, key }
}
