import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { test } from 'node:test'
import { freePort } from '../../support/address.js'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { isAlive, kill } from '../../support/processes.js'
import { type RunResult, run } from '../../support/run.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const IN_USE =
  'Another program is already listening on a port that one of our HTTP servers is configured to use.  ' +
  'Shut this program down first before starting supervisord.'
const WITNESS = '[program:witness]\ncommand=sh -c "touch %(here)s/started; exec sleep 1000"\n'

async function withScratch(work: (scratch: Scratch) => Promise<void>): Promise<void> {
  const scratch = new Scratch()
  try {
    await work(scratch)
  } finally {
    await scratch.remove()
  }
}

/** In front, then in the background: together they would be in each other's way. */
async function launchBoth(scratch: Scratch, config: string, user?: typeof NOBODY): Promise<RunResult[]> {
  const file = writeConfig(scratch, config + WITNESS)
  if (user !== undefined) scratch.giveTo(user)
  const launch = (args: readonly string[]) =>
    run(executable('reeve', 'supervisord'), [...args, '-c', file], {
      directory: scratch.path,
      environment: scratch.mark,
      ...(user === undefined ? {} : { user }),
    })
  return [await launch(['-n']), await launch([])]
}

/** Both launches reached the shell with this error and left nothing behind. */
function assertRefused(scratch: Scratch, results: readonly RunResult[], error: RegExp): void {
  for (const { code, stderr } of results) {
    assert.equal(code, 2, stderr)
    assert.match(stderr, /^Error: .*\nFor help, use \S+ -h\n$/)
    assert.match(stderr, error)
  }
  assert.ok(!scratch.has('started'))
  assert.ok(!scratch.has('main.pid'))
  assert.deepEqual(scratch.names('logs'), [])
}

function listen(server: Server, where: { path: string } | { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(where, resolve))
}

test('a port in use is exit 2, said with the server that wanted it (WEB-42)', {
  skip: skipUnless('reeve'),
}, async () => {
  await withScratch(async (scratch) => {
    const port = await freePort()
    const server = createServer()
    await listen(server, { port, host: '127.0.0.1' })
    try {
      const results = await launchBoth(scratch, `[inet_http_server]\nport=127.0.0.1:${port}\n`)
      assertRefused(
        scratch,
        results,
        new RegExp(`^Error: ${IN_USE} \\[.*/c\\.conf:\\d+, section inet_http_server, option port\\]`),
      )
      assert.ok(!scratch.has('s.sock'))
    } finally {
      server.close()
    }
  })
})

test('one port for two servers of the same file is exit 2, said with the second (WEB-42)', {
  skip: skipUnless('reeve'),
}, async () => {
  await withScratch(async (scratch) => {
    const port = await freePort()
    const twice = `[inet_http_server]\nport=127.0.0.1:${port}\n[inet_http_server:b]\nport=127.0.0.1:${port}\n`
    assertRefused(scratch, await launchBoth(scratch, twice), /section inet_http_server:b, option port\]/)
  })
})

test('a socket that someone answers on is exit 2, and stays theirs (WEB-41, WEB-42)', {
  skip: skipUnless('reeve'),
}, async () => {
  await withScratch(async (scratch) => {
    const server = createServer((socket) => socket.on('error', () => {}).end('mine'))
    await listen(server, { path: scratch.at('s.sock') })
    try {
      assertRefused(scratch, await launchBoth(scratch, ''), /section unix_http_server, option file\]/)
      assert.ok(server.listening && scratch.has('s.sock'))
    } finally {
      server.close()
    }
  })
})

test('a file that is no socket is exit 2, and stays as it is (WEB-43)', {
  skip: skipUnless('reeve'),
}, async () => {
  await withScratch(async (scratch) => {
    scratch.write('s.sock', 'precious')
    assertRefused(
      scratch,
      await launchBoth(scratch, ''),
      /^Error: Cannot open an HTTP server: socket\.error reported errno\.EEXIST \(17\): \S+ exists and is not a socket \[/,
    )
    assert.equal(scratch.read('s.sock'), 'precious')
  })
})

const IMPOSSIBLE = [
  {
    what: 'a socket in a folder that is missing',
    config: '[unix_http_server]\nfile=/nonexistent/s.sock\n',
    error: /errno\.ENOENT \(2\): no such file or directory.*section unix_http_server, option file\]/,
  },
  {
    what: 'a socket with too long a path',
    config: `[unix_http_server]\nfile=/tmp/${'x'.repeat(120)}\n`,
    error: /errno\.ENAMETOOLONG \(36\): AF_UNIX path too long: .*section unix_http_server, option file\]/,
  },
  {
    what: 'an address of another machine',
    config: '[inet_http_server]\nport=192.0.2.1:9001\n',
    error: /errno\.EADDRNOTAVAIL \(99\): .*192\.0\.2\.1:9001 \[.*section inet_http_server, option port\]/,
  },
  {
    what: 'a host that nobody knows',
    config: '[inet_http_server]\nport=no-such-host.invalid:9001\n',
    error: /socket\.error reported getaddrinfo \w+ no-such-host\.invalid \[.*option port\]/,
  },
]

for (const { what, config, error } of IMPOSSIBLE) {
  test(`${what} is exit 2 with the reason (WEB-43)`, { skip: skipUnless('reeve') }, async () => {
    await withScratch(async (scratch) => assertRefused(scratch, await launchBoth(scratch, config), error))
  })
}

test('a folder that may not be written is exit 2 for the socket in it (WEB-43)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  await withScratch(async (scratch) => {
    mkdirSync(scratch.at('locked'), { mode: 0o555 })
    const config = '[unix_http_server]\nfile=%(here)s/locked/s.sock\n'
    assertRefused(
      scratch,
      await launchBoth(scratch, config, NOBODY),
      /errno\.EACCES \(13\): permission denied/,
    )
  })
})

test('a socket that nobody answers on any more is replaced, and said so (WEB-41)', {
  skip: skipUnless('reeve'),
}, async () => {
  const first = await startDaemon({ kind: 'reeve', config: '' })
  try {
    first.signal('SIGKILL')
    await first.exited
    assert.ok(first.scratch.has('s.sock'))
    const second = await startDaemon({ kind: 'reeve', config: '', scratch: first.scratch })
    await second.logged(/Unlinking stale socket \S+s\.sock/)
    assert.equal(await second.ask('getPID'), second.pid)
    await second.close()
  } finally {
    await first.close()
  }
})

test('a second daemon on the same file ends with exit 2 and does the first no harm (DIFF-50, EDGE-32)', {
  skip: skipUnless('reeve'),
}, async () => {
  const config = '[program:a]\ncommand=sh -c "echo one; read line; echo two; exec sleep 1000"\n'
  const first = await startDaemon({ kind: 'reeve', config })
  try {
    const { pid, stdout_logfile } = await first.until('a', 'RUNNING')
    const before = { all: first.scratch.names(), logs: first.scratch.names('logs') }
    for (const args of [['-n'], [], ['-n', '-i', 'other', '-j', first.scratch.at('other.pid')]]) {
      const file = first.scratch.at('c.conf')
      const { code, stderr } = await run(executable('reeve', 'supervisord'), ['-c', file, ...args])
      assert.equal(code, 2)
      assert.ok(stderr.startsWith(`Error: ${IN_USE}`), stderr)
    }
    assert.deepEqual({ all: first.scratch.names(), logs: first.scratch.names('logs') }, before)
    assert.equal(first.scratch.read('main.pid'), `${first.pid}\n`)
    assert.equal((await first.info('a')).pid, pid)
    assert.equal(await first.ask('sendProcessStdin', 'a', '\n'), true)
    await waitFor(async () => (await first.ask('readProcessStdoutLog', 'a', 0, 0)) === 'one\ntwo\n', {
      what: `the output of before and after in ${stdout_logfile}`,
    })
    assert.match((await first.control(['status'])).stdout, /^a +RUNNING/)
    first.signal('SIGTERM')
    assert.equal(await first.exit(), 0)
    assert.deepEqual(first.scratch.has('s.sock') || first.scratch.has('main.pid'), false)
  } finally {
    await first.close()
  }
})

test('without servers a second daemon keeps off the generated logs and the programs of the first (EDGE-34)', {
  skip: skipUnless('reeve'),
}, async () => {
  await withScratch(async (scratch) => {
    const file = writeConfig(
      scratch,
      '[supervisord]\nlogfile=%(here)s/main.log\npidfile=%(here)s/main.pid\nchildlogdir=%(here)s/logs\n' +
        '[program:a]\ncommand=sleep 1000\n',
      true,
    )
    const pids: number[] = []
    for (const _ of ['first', 'second']) {
      const { code } = await run(executable('reeve', 'supervisord'), ['-c', file], {
        environment: scratch.mark,
      })
      assert.equal(code, 0)
      pids.push(Number(scratch.read('main.pid')))
    }
    const [first = 0, second = 0] = pids
    await waitFor(() => scratch.read('main.log').match(/spawned: 'a'/g)?.length === 2, {
      what: 'two programs',
    })
    assert.equal(scratch.names('logs').length, 4)
    kill(first, 'SIGTERM')
    await waitFor(() => !isAlive(first), { what: 'the end of the first' })
    assert.equal(scratch.read('main.pid'), `${second}\n`)
    kill(second, 'SIGTERM')
    await waitFor(() => !isAlive(second) && !scratch.has('main.pid'), { what: 'the end of the second' })
  })
})
