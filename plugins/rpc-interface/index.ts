// [rpcinterface:x] sections: each names a factory whose object becomes the XML-RPC namespace x.

import {
  definePlugin,
  hasHttpServer,
  type RpcFactory,
  type RpcNamespace,
  rpcHooks,
  type Section,
  StartUpError,
  type Supervisor,
} from 'reeve/sdk'
import { toNamespace } from './namespace.js'

const FACTORY_KEY = 'supervisor.rpcinterface_factory'

export default definePlugin({
  name: 'rpc-interface',
  sections: { rpcinterface: 'named' },
  apply(supervisor, options) {
    if (!hasHttpServer(supervisor)) return
    const namespaces: [string, RpcNamespace][] = []
    supervisor.hooks.boot.tapPromise('rpc-interface', async () => {
      for (const section of options.sections) {
        const namespace = await makeNamespace(supervisor, section)
        if (namespace !== undefined) namespaces.push([section.name, namespace])
      }
    })
    rpcHooks(supervisor).namespaces.tap('rpc-interface', (registry) => {
      for (const [name, namespace] of namespaces) registry.add(name, namespace)
    })
  },
})

/** The namespace of one section; undefined when there is none to add, which was said. */
async function makeNamespace(supervisor: Supervisor, section: Section): Promise<RpcNamespace | undefined> {
  const { [FACTORY_KEY]: specifier, ...others } = section.values
  if (typeof specifier !== 'string' || specifier === '') {
    throw new StartUpError(`section [${section.header}] does not specify a ${FACTORY_KEY}`)
  }
  const factory =
    rpcHooks(supervisor).factories.get(specifier) ?? (await supervisor.loadModule(specifier, section))
  // Undefined: a Python name without a counterpart. An object: a whole plugin, which the plugin list took up.
  if (factory === undefined || isPlugin(factory)) return undefined
  if (typeof factory !== 'function') {
    throw new StartUpError(`${specifier} in section [${section.header}] is neither a function nor a plugin`)
  }
  const values = Object.entries(others).map(([key, value]) => [key.toLowerCase(), String(value)])
  try {
    const made: unknown = await (factory as RpcFactory)(supervisor, Object.fromEntries(values))
    if (typeof made !== 'object' || made === null) throw new TypeError('the factory returned no object')
    return toNamespace(made)
  } catch (error) {
    supervisor.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error))
    throw new StartUpError(`Could not make ${section.name} rpc interface`, { cause: error })
  }
}

function isPlugin(factory: unknown): boolean {
  return typeof factory === 'object' && factory !== null && 'apply' in factory && 'name' in factory
}
