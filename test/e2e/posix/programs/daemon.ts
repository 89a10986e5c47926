// A program that daemonizes: `daemon.js ready|fail|die|slow FILE`. Writes what it is to FILE once detached.

import { readlinkSync, renameSync, writeFileSync } from 'node:fs'
import { createSystemClock } from '../../../../core/clock/system-clock.js'
import { launchDaemon, takeDaemonStatus } from '../../../../core/posix/daemonize.js'
import { createPosix } from '../../../../core/posix/posix.js'

const [, script = '', mode = '', file = ''] = process.argv
const clock = createSystemClock()
const status = takeDaemonStatus(process.env)

if (status === undefined) {
  const argv = ['the daemon', script, mode, file]
  process.exitCode = await launchDaemon({ file: process.execPath, argv, environment: process.env }, clock)
} else if (mode === 'fail') {
  process.stderr.write('Error: no good\n')
  process.exitCode = 2
} else if (mode === 'die') {
  process.kill(process.pid, 'SIGKILL')
} else if (mode === 'slow') {
  clock.after(60_000, () => {})
  announce(String(process.pid))
} else {
  const posix = createPosix({ clock })
  posix.closeInheritedOnExec()
  posix.setProcessName('supervisord')
  posix.detach(status)
  const alive = clock.after(60_000, () => {})
  posix.onSignal('SIGTERM', () => alive.cancel())
  const report = {
    pid: process.pid,
    argv0: process.argv0,
    streams: [0, 1, 2].map((fd) => readlinkSync(`/proc/self/fd/${fd}`)),
    status: process.env.REEVE_STATUS_FD ?? null,
  }
  announce(JSON.stringify(report))
}

/** The file appears with all of its text at once. */
function announce(text: string): void {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}
