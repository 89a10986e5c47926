// The real posix port, put together.

import { createAccounts } from './accounts.js'
import { createAlarms } from './alarm.js'
import { createDatagrams } from './datagram.js'
import { createFiles } from './files.js'
import { closeInheritedOnExec, detachStandardStreams } from './inheritance.js'
import { createLauncher } from './launch.js'
import { loadLibc } from './libc.js'
import { createListenSockets } from './listen-socket.js'
import { createPipes } from './pipes.js'
import { dropPrivileges } from './privileges.js'
import { becomeSubreaper, setProcessName } from './process-name.js'
import { createProcessTable } from './process-table.js'
import { createPoll, createReadiness } from './readiness.js'
import { createReaper } from './reaper.js'
import { raiseLimit, reserveDescriptors } from './rlimits.js'
import { selfTest } from './self-test.js'
import { createSignals, giveSigusr1ItsDefault } from './signals.js'
import type { PosixOptions, SystemPosix } from './system.js'

/** Loads koffi and the C library. Throws PosixUnavailableError. */
export function createPosix({ clock, childSoftNofile }: PosixOptions): SystemPosix {
  // Once more, for programs that do not begin with it.
  giveSigusr1ItsDefault()
  const libc = loadLibc()
  const accounts = createAccounts(libc)
  const launcher = createLauncher(libc, accounts)
  const reaper = createReaper(libc, clock)
  const poll = createPoll(libc, clock)
  if (childSoftNofile !== undefined) launcher.setChildSoftNofile(childSoftNofile)
  return {
    ...createPipes(libc),
    ...createDatagrams(libc),
    ...createReadiness(poll, clock),
    ...createAlarms(libc, poll),
    ...createFiles(),
    ...createProcessTable(libc),
    ...createSignals(libc),
    ...createListenSockets(libc, accounts),
    accounts,
    spawn(request) {
      const result = launcher.spawn(request)
      if ('pid' in result) reaper.spawned(result.pid)
      return result
    },
    watchChildren: reaper.watchChildren,
    reapNow: reaper.reapNow,
    pid: process.pid,
    // Asked each time: the daemon may drop its privileges later.
    get uid() {
      return process.getuid?.() ?? 0
    },
    get gid() {
      return process.getgid?.() ?? 0
    },
    selfTest: () => selfTest(libc),
    closeInheritedOnExec: () => closeInheritedOnExec(libc),
    setChildSoftNofile: launcher.setChildSoftNofile,
    reserveDescriptors: (count) => reserveDescriptors(libc, count),
    raiseLimit: (limit, minimum, originalSoft) => raiseLimit(libc, limit, minimum, originalSoft),
    dropPrivileges: (uid) => dropPrivileges(accounts, uid),
    setProcessName: (name) => setProcessName(libc, name),
    becomeSubreaper: () => becomeSubreaper(libc),
    detach: (status) => (status === undefined ? detachStandardStreams(libc) : status.detach(libc)),
  }
}
