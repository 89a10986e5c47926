// An example of a plugin: leaves a program alone that crashes again and again, although each run outlasts startsecs.
//
// It has a section of its own, a hook that decides, and an XML-RPC namespace. `supervisord.conf` beside its source
// uses it, test/unit/sdk/flap-guard.test.ts tests it, and sdk/README.md explains it.

import { definePlugin, Fault, rpcHooks } from 'reeve/sdk'

/** `[flap-guard]` after the schema has been applied. */
interface FlapGuardOptions {
  readonly most: number
  readonly within: number
}

export default definePlugin({
  name: 'flap-guard',
  // The plugin whose hooks are tapped below.
  requires: ['xmlrpc'],
  sections: { 'flap-guard': 'single' },
  schema: {
    type: 'object',
    properties: {
      most: {
        type: 'integer',
        minimum: 1,
        default: 3,
        description: 'Crashes that are followed by a restart.',
      },
      within: { type: 'integer', minimum: 1, default: 60, description: 'The seconds in which they count.' },
    },
  },

  apply(supervisor, { sections: [section] }) {
    // Without its section the plugin is loaded, but nothing is asked of it.
    if (section === undefined) return
    const { most, within } = section.values as unknown as FlapGuardOptions
    /** When each process crashed lately, on the monotonic clock, by namespec. */
    const crashes = new Map<string, readonly number[]>()

    const recentCrashes = (namespec: string): readonly number[] => {
      const since = supervisor.clock.monotonic() - within * 1000
      return (crashes.get(namespec) ?? []).filter((at) => at > since)
    }

    supervisor.hooks.restartDecision.tap('flap-guard', ({ namespec }, { expected }) => {
      if (expected) return undefined
      const recent = [...recentCrashes(namespec), supervisor.clock.monotonic()]
      crashes.set(namespec, recent)
      // Undefined leaves it to `autorestart`.
      if (recent.length <= most) return undefined
      supervisor.log.error(
        `${namespec} crashed ${recent.length} times in ${within} seconds and is left alone ([flap-guard]); ` +
          `find out why, then: supervisorctl start ${namespec}`,
      )
      return { restart: false }
    })

    // What is kept for each process is dropped with it.
    supervisor.hooks.groupRemoved.tap('flap-guard', (group) => {
      for (const { namespec } of group.processes.values()) crashes.delete(namespec)
    })

    const processNamed = (name: string) => {
      const { process } = supervisor.resolve(name)
      if (process === null) throw new Fault('BAD_NAME', name)
      return process
    }

    rpcHooks(supervisor).namespaces.tap('flap-guard', (registry) => {
      registry.add('flapguard', {
        methods: {
          getCrashes: (name: string) => recentCrashes(processNamed(name).namespec).length,
          forgive: (name: string) => crashes.delete(processNamed(name).namespec),
        },
        docs: {
          getCrashes: { signature: ['int', 'string'], help: 'How often a process crashed lately.' },
          forgive: { signature: ['boolean', 'string'], help: 'Forget the crashes of a process.' },
        },
      })
    })
  },
})
