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
  type Timer,
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
  const refuse = (why: string, cause?: unknown) => {
    const text = `Could not make ${section.name} rpc interface: ${specifier} ${why} [section ${section.header}]`
    return new StartUpError(text, { cause })
  }
  let made: unknown
  try {
    made = await inTime(supervisor, (factory as RpcFactory)(supervisor, Object.fromEntries(values)))
  } catch (error) {
    supervisor.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error))
    throw refuse(`failed: ${error instanceof Error ? error.message : String(error)}`, error)
  }
  const namespace = toNamespace(made)
  if (typeof namespace === 'string') throw refuse(namespace)
  // One that only listens to events needs none, but most often they were forgotten.
  if (Object.keys(namespace.methods).length === 0) {
    supervisor.log.warn(`[${section.header}]: ${specifier} returned an object without public methods`)
  }
  return namespace
}

/** Below what a hook waits, so that the section is named and not this plugin. */
const LONGEST_FACTORY_MS = 9_000

async function inTime(supervisor: Supervisor, made: unknown): Promise<unknown> {
  let giveUp: Timer | undefined
  const late = new Promise<never>((_resolve, reject) => {
    giveUp = supervisor.clock.after(LONGEST_FACTORY_MS, () =>
      reject(new Error(`it did not settle in ${LONGEST_FACTORY_MS / 1_000} seconds`)),
    )
  })
  try {
    return await Promise.race([made, late])
  } finally {
    giveUp?.cancel()
  }
}

function isPlugin(factory: unknown): boolean {
  return typeof factory === 'object' && factory !== null && 'apply' in factory && 'name' in factory
}
