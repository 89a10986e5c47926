// An example of a plugin with both sides: while there is maintenance, no program is started, whoever asks for it.
//
// The daemon's side: a section, a hook that decides, XML-RPC methods, and a page for load balancers. The command of
// supervisorctl stands in maintenance-ctl.ts: supervisorctl starts often, and must not load all this.
// `supervisord.conf` beside the source uses both, test/unit/sdk/maintenance.test.ts tests them.

import { definePlugin, httpHooks, rpcHooks } from 'reeve/sdk'

/** `[maintenance]` after the schema has been applied. */
interface MaintenanceOptions {
  readonly status: number
  readonly at_start: boolean
}

export default definePlugin({
  name: 'maintenance',
  // The plugins whose hooks are tapped below.
  requires: ['http-server', 'xmlrpc'],
  sections: { maintenance: 'single' },
  schema: {
    type: 'object',
    properties: {
      status: {
        type: 'integer',
        minimum: 200,
        maximum: 599,
        default: 503,
        description: 'What GET /maintenance answers with while there is maintenance.',
      },
      at_start: { type: 'boolean', default: false, description: 'Is there maintenance from the start on?' },
    },
  },

  apply(supervisor, { sections: [section] }) {
    if (section === undefined) return
    const { status, at_start } = section.values as unknown as MaintenanceOptions
    let isOn = at_start
    /** Namespecs of what waits to be started. */
    const waiting = new Set<string>()

    supervisor.hooks.startDecision.tap('maintenance', ({ namespec }) => {
      if (!isOn) return undefined
      waiting.add(namespec)
      return { hold: 'maintenance' }
    })

    const turn = (on: boolean) => {
      supervisor.log.warn(`maintenance ${on ? 'begins: no program is started' : 'is over'}`)
      isOn = on
      if (on) return
      for (const process of supervisor.processesByPriority()) {
        if (waiting.has(process.namespec)) process.release()
      }
      waiting.clear()
    }

    rpcHooks(supervisor).namespaces.tap('maintenance', (registry) => {
      registry.add('maintenance', {
        methods: {
          get: () => ({ on: isOn, waiting: [...waiting] }),
          set(on: unknown) {
            // For the client it is a fault, as every TypeError is.
            if (typeof on !== 'boolean') throw new TypeError('on or off is a boolean')
            turn(on)
            return true
          },
        },
        docs: {
          get: { signature: ['struct'], help: 'Is there maintenance, and what waits for its end?' },
          set: { signature: ['boolean', 'boolean'], help: 'Begin or end maintenance.' },
        },
      })
    })

    httpHooks(supervisor).server.tap('maintenance', (app) => {
      app.get('/maintenance', async (_request, reply) => {
        reply.code(isOn ? status : 200)
        return { on: isOn, waiting: [...waiting] }
      })
    })
  },
})
