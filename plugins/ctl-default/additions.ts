// Commands that the original does not have: a block of their own in `help`, so that its own block stays as it is.

import { ctlHooks, defineCtlPlugin } from 'reeve/sdk/ctl'

export default defineCtlPlugin({
  name: 'reeve',
  apply(ctl) {
    ctlHooks(ctl).commands.tap('reeve', (registry) => {
      registry.add({
        name: 'plugins',
        options: ['--json'],
        load: async () => (await import('./plugins.js')).plugins,
      })
      registry.add({
        name: 'wait',
        completes: 'processes',
        options: ['--for=', '--timeout='],
        load: async () => (await import('./wait.js')).wait,
      })
    })
  },
})
