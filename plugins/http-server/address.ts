// Where a server section listens, and what a failure to do so means to the operator.

import type { InetHttpServerOptions, UnixHttpServerOptions } from 'reeve/schemas/types'
import { type ListenAddress, type ListenError, type Section, StartUpError } from 'reeve/sdk'

/** The address of a section, whose values were coerced by its schema. */
export function addressOf(section: Section): ListenAddress {
  if (section.kind === 'inet_http_server') {
    const { port } = section.values as unknown as InetHttpServerOptions
    return { kind: 'inet', host: port.host, port: port.port }
  }
  const { file, chmod, chown } = section.values as unknown as UnixHttpServerOptions
  return { kind: 'unix', path: file, mode: chmod, uid: chown?.uid ?? -1, gid: chown?.gid ?? -1 }
}

/** Inet servers are opened before unix servers; each kind in file order (2.3). */
export function inOpeningOrder(sections: readonly Section[]): readonly Section[] {
  return [
    ...sections.filter((section) => section.kind === 'inet_http_server'),
    ...sections.filter((section) => section.kind === 'unix_http_server'),
  ]
}

function isListenError(error: unknown): error is ListenError {
  return error instanceof Error && 'code' in error && error.code === 'REEVE_LISTEN'
}

const IN_USE =
  'Another program is already listening on a port that one of our HTTP servers is configured to use.  ' +
  'Shut this program down first before starting supervisord.'

/** The start-up error for a failed listen: Supervisor's words (WEB-42, WEB-43, CFG-UNIX-03), then which server it is. */
export function startUpError(error: unknown, section: Section): Error {
  if (!isListenError(error)) return error instanceof Error ? error : new Error(String(error))
  const option = section.kind === 'inet_http_server' ? 'port' : 'file'
  const { file, line } = section.locate(option)
  const place = `[${file}:${line}, section ${section.header}, option ${option}]`
  return new StartUpError(`${describe(error, section)} ${place}`, { cause: error })
}

function describe({ errno, errnoNumber, message }: ListenError, section: Section): string {
  if (errno === 'EADDRINUSE') return IN_USE
  if (errno === 'EPERM' && section.values.chown !== undefined) {
    const { file, chown } = section.values as unknown as UnixHttpServerOptions
    return `Not permitted to chown ${file} to uid/gid (${chown?.uid}, ${chown?.gid}); adjust chown in [${section.header}]`
  }
  const details = message.replace(/^.*?\bE[A-Z]+: /, '')
  const what = errno === null ? (errnoNumber ?? message) : `errno.${errno} (${errnoNumber}): ${details}`
  return `Cannot open an HTTP server: socket.error reported ${what}`
}
