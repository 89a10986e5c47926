// FastCGI programs: the processes of a program share one listening socket, which they find as their stdin (FCGI-01).

import { definePlugin, isSignallable } from 'reeve/sdk'
import { checkSection, createGroups } from './groups.js'
import { createSharedSockets } from './shared-sockets.js'
import { NAME } from './socket-settings.js'

export default definePlugin({
  name: NAME,
  sections: { [NAME]: 'program' },
  groupable: true,
  check: checkSection,
  apply(supervisor) {
    const { hooks } = supervisor
    const sockets = createSharedSockets(supervisor)
    hooks.config.tap(NAME, (groups, { sections }) => [...groups, ...createGroups(sections)])
    // The HTTP servers are bound by then: a second daemon of the same configuration has ended (EDGE-32).
    hooks.groupAdded.tap(NAME, (group) => sockets.prepare(group))
    hooks.beforeSpawn.tap(NAME, (spec, process) => {
      const fd = sockets.take(process)
      return fd === null ? spec : { ...spec, stdinFd: fd }
    })
    hooks.stateChange.tap(NAME, ({ process, to }) => {
      if (!isSignallable(to)) sockets.giveBack(process)
    })
    return () => sockets.closeAll()
  },
})
