// What an unprivileged user is told of places that cannot be written.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'

const skip = skipUnless('reeve', 'root')
const PROGRAM = '[program:a]\ncommand=sleep 1000\nstartsecs=0\n'

const REFUSED: Readonly<Record<string, readonly [config: string, told: RegExp]>> = {
  logfile: [
    'logfile=%(here)s/closed/main.log',
    /^Error: could not open the log file (.+\/closed)\/main\.log: EACCES \(uid 65534 may not write it or its directory \1\); check logfile in \[supervisord\]$/m,
  ],
  'the socket': [
    `[unix_http_server]\nfile=%(here)s/closed/s.sock`,
    /^Error: Cannot open an HTTP server: .*EACCES.* .+\/closed\/s\.sock.*section unix_http_server, option file\]$/m,
  ],
}

for (const [what, [config, told]] of Object.entries(REFUSED)) {
  test(`a directory that cannot be written is named where ${what} should be`, { skip }, async () => {
    const scratch = new Scratch()
    try {
      scratch.folder('closed')
      const file = writeConfig(scratch, `[supervisord]\n${config}\n${PROGRAM}`)
      scratch.giveTo(NOBODY)
      scratch.script('close', 'chown root closed')
      await run(scratch.at('close'), [], { directory: scratch.path })
      for (const foreground of [['-n'], []]) {
        const result = await run(executable('reeve', 'supervisord'), [...foreground, '-c', file], {
          directory: scratch.path,
          environment: scratch.mark,
          user: NOBODY,
        })
        assert.equal(result.code, 2)
        assert.match(result.stderr, told)
      }
    } finally {
      await scratch.remove()
    }
  })
}

test('a childlogdir or pidfile that cannot be written is named, and the daemon runs', { skip }, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[supervisord]\nchildlogdir=/usr/lib\npidfile=/usr/lib/reeve-test.pid\n${PROGRAM}`,
    user: NOBODY,
    unready: true,
  })
  try {
    await daemon.logged(
      /WARN childlogdir \/usr\/lib cannot be written by uid 65534: programs without log paths .* check childlogdir in/,
    )
    await daemon.logged(/CRIT could not write pidfile \/usr\/lib\/reeve-test\.pid: EACCES/)
    await daemon.logged(
      /spawnerr: unknown error making dispatchers for 'a': EACCES \(log \/usr\/lib\/a-stdout/,
    )
    assert.equal((await daemon.info('a')).pid, 0)
  } finally {
    await daemon.close()
  }
})
