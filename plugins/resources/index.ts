// CPU and memory of each program, with a history of 15 minutes. Costs nothing until somebody asks.

import { definePlugin, resourceHooks } from 'reeve/sdk'
import { Sampler } from './sampler.js'

export default definePlugin({
  name: 'resources',
  apply(supervisor) {
    const hooks = resourceHooks(supervisor)
    const sampler = new Sampler(supervisor, hooks.sampled)
    hooks.meter.current = sampler
    return () => {
      hooks.meter.current = null
      sampler.close()
    }
  },
})
