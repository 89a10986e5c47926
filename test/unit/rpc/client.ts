// Calls the supervisor namespace without a server between.

import { createNamespace } from '../../../plugins/rpc-supervisor/index.js'
import { createDispatch } from '../../../plugins/xmlrpc/dispatch.js'
import { createRegistry } from '../../../plugins/xmlrpc/registry.js'
import { isFault } from '../../../sdk/index.js'
import { decodeResponse, encodeResponse, type XmlRpcValue } from '../../../sdk/xmlrpc/index.js'
import type { FakeSupervisor } from './fake-supervisor.js'

const caller = { user: null, server: 'unix_http_server' }

/** Calls as a client does: what it would decode, or the fault's text. */
export function client(supervisor: FakeSupervisor) {
  const registry = createRegistry(() => undefined)
  registry.add('supervisor', createNamespace(supervisor))
  const dispatch = createDispatch(registry, supervisor)
  return async (method: string, ...parameters: XmlRpcValue[]): Promise<unknown> => {
    try {
      const answer = decodeResponse(
        encodeResponse(await dispatch(`supervisor.${method}`, parameters, caller)),
      )
      return 'value' in answer ? answer.value : answer
    } catch (error) {
      if (isFault(error)) return `${error.faultCode} ${error.message}`
      throw error
    }
  }
}
