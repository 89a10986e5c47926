// What programs that poll send again and again with the same bytes: reading their XML is most of such a call.

import type { XmlNode, XmlRpcCall } from 'reeve/sdk/xmlrpc'
import type { Arrival } from './body.js'

/** A program polls two or three methods, and each library writes its calls in its own way. */
const MOST = 32
const LONGEST = 512

export class PolledCalls {
  /** The texts of calls, the one that was met first before the others. */
  readonly #trees = new Map<string, readonly XmlNode[]>()

  tree(text: string): readonly XmlNode[] | undefined {
    return this.#trees.get(text)
  }

  /** Only without parameters, which can be anything, and secret. */
  remember({ data, tree }: Arrival, parsed: readonly XmlNode[], { parameters }: XmlRpcCall): void {
    if (tree !== undefined || parameters.length > 0 || data.length > LONGEST) return
    const [oldest] = this.#trees.keys()
    if (oldest !== undefined && this.#trees.size >= MOST) this.#trees.delete(oldest)
    this.#trees.set(data, parsed)
  }
}
