// The commands of supervisorctl: a table of names, each with its code loaded when it is used.

import { type CtlCommandEntry, ctlHooks, defineCtlPlugin } from 'reeve/sdk/ctl'

const COMMANDS: readonly CtlCommandEntry[] = [
  { name: 'add', completes: 'groups', load: async () => (await import('./add.js')).add },
  { name: 'avail', load: async () => (await import('./avail.js')).avail },
  { name: 'clear', completes: 'processes', load: async () => (await import('./clear.js')).clear },
  { name: 'exit', load: async () => (await import('./quit.js')).exit },
  { name: 'fg', completes: 'processes', load: async () => (await import('./fg.js')).fg },
  { name: 'maintail', load: async () => (await import('./maintail.js')).maintail },
  { name: 'open', load: async () => (await import('./open.js')).open },
  { name: 'pid', completes: 'processes', load: async () => (await import('./pid.js')).pid },
  { name: 'quit', load: async () => (await import('./quit.js')).quit },
  { name: 'reload', load: async () => (await import('./reload.js')).reload },
  { name: 'remove', completes: 'groups', load: async () => (await import('./remove.js')).remove },
  { name: 'reread', load: async () => (await import('./reread.js')).reread },
  { name: 'restart', completes: 'processes', load: async () => (await import('./restart.js')).restart },
  { name: 'shutdown', load: async () => (await import('./shutdown.js')).shutdown },
  { name: 'signal', completes: 'processes', load: async () => (await import('./signal.js')).signal },
  { name: 'start', completes: 'processes', load: async () => (await import('./start.js')).start },
  {
    name: 'status',
    completes: 'processes',
    options: ['--json', '--watch'],
    load: async () => (await import('./status.js')).status,
  },
  { name: 'stop', completes: 'processes', load: async () => (await import('./stop.js')).stop },
  { name: 'tail', completes: 'processes', load: async () => (await import('./tail.js')).tail },
  { name: 'update', completes: 'groups', load: async () => (await import('./update.js')).update },
  { name: 'version', load: async () => (await import('./version.js')).version },
  { name: 'help', unlisted: true, completes: 'commands', load: async () => (await import('./help.js')).help },
  { name: 'EOF', unlisted: true, load: async () => (await import('./quit.js')).endOfFile },
]

export default defineCtlPlugin({
  name: 'default',
  apply(ctl) {
    ctlHooks(ctl).commands.tap('default', (registry) => {
      for (const command of COMMANDS) registry.add(command)
    })
  },
})
