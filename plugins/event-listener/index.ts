// Event listeners: pools of processes that are told what happens, through their stdin, and answer on their stdout.

import { definePlugin } from 'reeve/sdk'
import { createCredentials } from './credentials.js'
import { checkSection, createGroups, KIND } from './pool-config.js'
import { Pools } from './pools.js'

export default definePlugin({
  name: 'event-listener',
  sections: { [KIND]: 'program' },
  check: checkSection,
  apply(supervisor) {
    const pools = new Pools(supervisor, createCredentials(supervisor))
    const { hooks } = supervisor
    hooks.config.tap('event-listener', (groups, config) => {
      pools.configRead(config)
      return [...groups, ...createGroups(config)]
    })
    hooks.groupAdded.tap('event-listener', (group) => {
      if (group.config.kind === KIND) pools.add(group)
    })
    hooks.groupRemoved.tap('event-listener', (group) => pools.remove(group))
    hooks.boot.tapPromise('event-listener', () => pools.untilLoaded())
    return () => pools.close()
  },
})
