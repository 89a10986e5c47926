// A daemon on fake ports and a client of its XML-RPC interface, for the length of one test.

import type { TestContext } from 'node:test'
import { type BootOptions, bootSupervisor, type Harness, RpcFault } from 'reeve/testing'
import type { XmlRpcValue } from '../../../sdk/xmlrpc/index.js'

export interface Rig {
  readonly harness: Harness
  /** Calls `supervisor.{method}`: the value, or a fault as `CODE TEXT`. */
  call(method: string, ...parameters: readonly XmlRpcValue[]): Promise<unknown>
}

/** A program that starts when it is asked to, and is RUNNING at once. */
export const program = (name: string, more = '') =>
  `[program:${name}]\ncommand=/bin/cat\nautostart=false\nstartsecs=0\n${more}\n`

export async function boot(context: TestContext, config = '', options: BootOptions = {}): Promise<Rig> {
  const harness = await bootSupervisor({ config, ...options })
  context.after(() => harness.stop())
  return {
    harness,
    async call(method, ...parameters) {
      try {
        return await harness.rpc(`supervisor.${method}`, ...parameters)
      } catch (error) {
        if (error instanceof RpcFault) return `${error.faultCode} ${error.message}`
        throw error
      }
    },
  }
}

/** Calls any method: `{ value }`, or `{ fault, text }`. */
export async function ask(harness: Harness, method: string, ...parameters: readonly XmlRpcValue[]) {
  try {
    return { value: await harness.rpc(method, ...parameters) }
  } catch (error) {
    if (error instanceof RpcFault) return { fault: error.faultCode, text: error.message }
    throw error
  }
}
