// The `system` namespace: what can be called, its documentation, and several calls in one (RPC-70..74).

import { type Clock, Fault, type RpcMethodDoc } from 'reeve/sdk'
import type { XmlRpcValue } from 'reeve/sdk/xmlrpc'
import type { Dispatch } from './dispatch.js'
import { createMulticall } from './multicall.js'
import type { Method, Registry } from './registry.js'

/** Defines the namespace on the registry whose methods it tells of. */
export function defineSystem(registry: Registry, dispatch: Dispatch, clock: Clock): void {
  const multicall = createMulticall(dispatch, clock)
  const find = (name: XmlRpcValue | undefined): Method => {
    const method = typeof name === 'string' ? registry.find(name) : undefined
    if (method === undefined) throw new Fault('SIGNATURE_UNSUPPORTED')
    return method
  }
  const calls: Readonly<Record<string, Method['call']>> = {
    listMethods: () => registry.names(),
    methodHelp: ([name]) => find(name).doc?.help ?? '',
    methodSignature([name]) {
      const { doc } = find(name)
      if (doc === undefined) throw new Fault('SIGNATURE_UNSUPPORTED')
      return doc.signature
    },
    multicall: ([list], caller) => multicall(list ?? null, caller),
  }
  for (const [name, doc] of Object.entries(DOCS)) {
    const parameters = doc.signature.length - 1
    registry.define({
      name: `system.${name}`,
      plugin: 'xmlrpc',
      call: calls[name]!,
      least: parameters,
      most: parameters,
      doc,
    })
  }
}

const DOCS: Readonly<Record<string, RpcMethodDoc>> = {
  listMethods: {
    readOnly: true,
    signature: ['array'],
    help: 'The names of all methods that can be called, sorted.\n\n@return array names  method names',
  },
  methodHelp: {
    readOnly: true,
    signature: ['string', 'string'],
    help: 'The documentation of a method.\n\n@param string name  its name\n@return string text  its documentation',
  },
  methodSignature: {
    readOnly: true,
    signature: ['array', 'string'],
    help:
      'The types of a method: its result, then its parameters in order.\n\n' +
      '@param string name  its name\n@return array types  names of types',
  },
  // The calls in it are asked about one by one.
  multicall: {
    readOnly: true,
    signature: ['array', 'array'],
    help:
      'Carries out several calls, one after another.\n\n' +
      '@param array calls  structs with methodName and params\n' +
      '@return array results  each a value, or a struct with faultCode and faultString',
  },
}
