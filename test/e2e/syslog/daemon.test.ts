// logfile=syslog and stdout_syslog on the built program, in a mount namespace with a /dev of its own.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { writeConfig } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { kill } from '../../support/processes.js'
import { Scratch } from '../../support/scratch.js'
import { executable, type Kind, skipUnless } from '../../support/systems.js'
import { within } from '../../support/wait.js'
import { launch } from '../daemon/background.js'
import { startReceiver } from './receiver.js'

/** Makes `folder` the /dev of everything that it then executes. */
const PRIVATE_DEV = `cd "$1"
touch null zero urandom random tty
for device in null zero urandom random; do mount --bind /dev/$device $device; done
ln -s /proc/self/fd fd; ln -s fd/0 stdin; ln -s fd/1 stdout; ln -s fd/2 stderr
mkdir shm
mount --rbind "$1" /dev
cd "$2"
shift 2
exec "$@"`

const CONFIG = `[supervisord]
logfile=syslog
[program:web]
command=sh -c 'echo out; printf "a\\033[1mb\\n"; echo err >&2; exec sleep 1000'
stdout_logfile=NONE
stdout_syslog=true
stderr_logfile=syslog
startsecs=0
`

for (const kind of ['reeve', 'supervisor'] as const satisfies readonly Kind[]) {
  test(`${kind}: the daemon's lines and those of programs become records (LOG-06, LOG-26)`, {
    skip: skipUnless(kind, 'root', 'python3'),
  }, async (context) => {
    if (spawnSync('unshare', ['-m', 'sh', '-c', 'mount --bind /tmp /mnt']).status !== 0)
      return context.skip('unshare -m and bind mounts are not permitted here')
    const scratch = new Scratch()
    try {
      const dev = scratch.folder('dev')
      const receiver = await startReceiver(scratch, scratch.at('dev/log'))
      const file = writeConfig(scratch, CONFIG)
      const program = [executable(kind, 'supervisord'), '-n', '-c', file]
      const daemon = spawn('unshare', ['-m', 'sh', '-c', PRIVATE_DEV, 'sh', dev, scratch.path, ...program], {
        env: { ...process.env, ...scratch.mark },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const log = new Lines(daemon.stdout)
      const exited = new Promise<number | null>((resolve) => daemon.on('exit', resolve))
      const { lines } = receiver
      await log.waitFor(/success: web entered RUNNING/)
      await lines.waitFor(/^'<14>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d supervisord: web out'$/)
      await lines.waitFor(/ supervisord: web err'$/)
      await lines.waitFor(/ supervisord: web a\\x1b\[1mb'$/)
      await lines.waitFor(
        /^'<14>[^']+ supervisord: [\d-]+ [\d:]+,\d{3} INFO supervisord started with pid \d+(?:\\n)?'$/,
      )
      assert.deepEqual(scratch.names('logs'), [])
      kill(daemon.pid ?? 0, 'SIGTERM')
      assert.equal(await within(exited, { what: 'the daemon to exit' }), 0)
      await lines.waitFor(/WARN stopped: web \(terminated by SIGTERM\)(?:\\n)?'$/)
      await receiver.stop()
    } finally {
      await scratch.remove()
    }
  })
}

test('in the background a missing /dev/log is told to the operator once, and the daemon runs', {
  skip: skipUnless('reeve') || (existsSync('/dev/log') && 'there is a /dev/log here'),
}, async () => {
  const daemon = await launch('[supervisord]\nlogfile=syslog')
  try {
    assert.equal(daemon.launcher.code, 0)
    assert.equal(
      daemon.launcher.stderr,
      "Warning: could not write to log '/dev/log': ENOENT; output is dropped until it can be written again\n",
    )
    assert.ok(daemon.isRunning)
  } finally {
    await daemon.close()
  }
})
