// system.multicall: several calls in one (RPC-73, RPC-74), and no more memory or time than one may take.

import { type Caller, type Clock, FAULTS, Fault, isFault } from 'reeve/sdk'
import {
  type EncodedValue,
  encodeArrayOf,
  encodeEarly,
  type XmlRpcResult,
  type XmlRpcValue,
} from 'reeve/sdk/xmlrpc'
import type { Dispatch } from './dispatch.js'

/** Characters of the results of one multicall. A call of a few KiB can ask for one large log a hundred times. */
const RESULT_LIMIT = 64 * 1024 * 1024
/** So long the calls may follow each other at once; then whatever else is due comes first. */
const SLICE_MS = 10

type Multicall = (calls: XmlRpcValue, caller: Caller) => Promise<EncodedValue>

/** Strictly one call after another; values bare, failures as structs. */
export function createMulticall(dispatch: Dispatch, clock: Clock): Multicall {
  return async (calls, caller) => {
    // Differs from Supervisor: what is no list of structs is a fault, not HTTP 500 (RPC-74).
    if (!Array.isArray(calls)) throw new Fault('INCORRECT_PARAMETERS')
    const results: EncodedValue[] = []
    let size = 0
    let sliceEnd = clock.monotonic() + SLICE_MS
    for (const call of calls as readonly XmlRpcValue[]) {
      // Differs from Supervisor: calls beyond the limit are not carried out ("no multicall takes the memory or the time of
      // others: what is too large is told call by call").
      const result = size > RESULT_LIMIT ? describeFailure(tooLarge()) : await answer(dispatch, call, caller)
      // Encoded at once: objects take many times the memory of their text.
      const encoded = encodeEarly(result)
      results.push(encoded)
      size += encoded.xml.length
      if (clock.monotonic() < sliceEnd) continue
      await new Promise<void>((resolve) => clock.soon(resolve))
      sliceEnd = clock.monotonic() + SLICE_MS
    }
    return encodeArrayOf(results)
  }
}

function tooLarge(): Fault {
  return new Fault('FAILED', 'not carried out: the results before it are too many for one answer')
}

async function answer(dispatch: Dispatch, call: XmlRpcValue, caller: Caller): Promise<XmlRpcResult> {
  try {
    return await callOne(dispatch, call, caller)
  } catch (error) {
    return describeFailure(error)
  }
}

function callOne(
  dispatch: Dispatch,
  call: XmlRpcValue,
  caller: Caller,
): XmlRpcResult | Promise<XmlRpcResult> {
  const { methodName, params = [] } = (call ?? {}) as { methodName?: XmlRpcValue; params?: XmlRpcValue }
  if (methodName === undefined || methodName === null) {
    throw new Fault('INCORRECT_PARAMETERS', 'No methodName')
  }
  // What is no text is taken for its text: a list of one name is that name, here too.
  const name = String(methodName)
  if (name === 'system.multicall') {
    throw new Fault('INCORRECT_PARAMETERS', 'Recursive system.multicall forbidden')
  }
  if (!Array.isArray(params)) throw new Fault('INCORRECT_PARAMETERS')
  return dispatch(name, params, caller)
}

function describeFailure(error: unknown): XmlRpcValue {
  if (isFault(error)) return { faultCode: error.faultCode, faultString: error.message }
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { faultCode: FAULTS.FAILED, faultString: `FAILED: ${name}:${message}` }
}
