// What programs get from the daemon: user, limits, environment, parentage. LIFE-40 to LIFE-46, SIG-12, SIG-13.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { childrenOf, isAlive, parentOf } from '../../support/processes.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { launch } from './background.js'

const skip = skipUnless('reeve')
const SLEEPER = 'command=sleep 1000\nstartsecs=0\n'

test('[supervisord] user= makes the daemon, its programs, logs and socket that user (SIG-13)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const scratch = new Scratch()
  scratch.folder('logs')
  scratch.giveTo(NOBODY)
  const daemon = await launch(`[supervisord]\nuser=${NOBODY.uid}\n[program:a]\n${SLEEPER}`, { scratch })
  try {
    const name = execFileSync('id', ['-un', String(NOBODY.uid)], { encoding: 'utf8' }).trim()
    const groups = execFileSync('id', ['-G', name], { encoding: 'utf8' }).trim().split(' ').sort()
    const gid = Number(execFileSync('id', ['-g', name], { encoding: 'utf8' }))
    for (const pid of [daemon.pid, await daemon.pidOf('a')]) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      const field = (field: string) =>
        (new RegExp(`^${field}:\\s(.*)$`, 'm').exec(status)?.[1] ?? '').trim().split(/\s+/)
      assert.deepEqual(field('Uid'), Array(4).fill(String(NOBODY.uid)))
      assert.deepEqual(field('Gid'), Array(4).fill(String(gid)))
      assert.deepEqual(field('Groups').sort(), groups)
    }
    for (const path of ['main.log', 'main.pid', 's.sock', `logs/${scratch.names('logs')[0]}`]) {
      assert.equal(statSync(scratch.at(path)).uid, NOBODY.uid, path)
    }
    assert.match(daemon.log()[0] ?? '', / INFO Set uid to user \d+ succeeded$/)
    daemon.signal('SIGHUP')
    await daemon.logged(/supervisord started with pid/, 2)
    assert.ok((await daemon.pidOf('a')) > 0)
  } finally {
    await daemon.close()
  }
})

test('only root may change the user: another one is refused, the own one is not (SIG-13)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  for (const [user, code, stderr] of [
    ['root', 2, "Error: Can't drop privilege as nonroot user\n"],
    [String(NOBODY.uid), 0, ''],
  ] as const) {
    const daemon = await launch(`[supervisord]\nuser=${user}`, { user: NOBODY })
    try {
      assert.equal(daemon.launcher.code, code, daemon.launcher.stderr)
      assert.equal(daemon.launcher.stderr.replace(/^For help.*\n/m, ''), stderr)
      assert.equal(daemon.isRunning, code === 0)
    } finally {
      await daemon.close()
    }
  }
})

test("programs get the operator's environment and nothing of ours, NODE_ variables untouched", {
  skip,
}, async () => {
  const environment = { NODE_OPTIONS: '--max-old-space-size=77', NODE_ENV: 'production', REEVE_LIKE: 'kept' }
  const daemon = await launch(`[program:a]\nenvironment=ADDED="x"\n${SLEEPER}`, { environment })
  try {
    const child = await daemon.pidOf('a')
    const seen = readEnvironment(child)
    const added = Object.keys(seen).filter((name) => !(name in process.env) && !(name in environment))
    assert.deepEqual(added.filter((name) => !SHELLS.includes(name)).sort(), [
      'ADDED',
      'REEVE_TEST_FOLDER',
      'SUPERVISOR_ENABLED',
      'SUPERVISOR_GROUP_NAME',
      'SUPERVISOR_PROCESS_NAME',
      'SUPERVISOR_SERVER_URL',
    ])
    for (const [name, value] of Object.entries(environment)) assert.equal(seen[name], value)
    const lost = Object.keys(process.env).filter((name) => !(name in seen))
    assert.deepEqual(lost, [])
  } finally {
    await daemon.close()
  }
})

/** What any sh sets for itself. */
const SHELLS = ['PWD', 'OLDPWD', 'SHLVL', '_']

test('without NODE_OPTIONS programs have none, and the daemon obeys none', { skip }, async () => {
  const environment = { ...process.env } as Record<string, string>
  const hadOptions = 'NODE_OPTIONS' in environment
  const daemon = await launch(`[program:a]\n${SLEEPER}`, hadOptions ? {} : { before: 'unset NODE_OPTIONS' })
  try {
    assert.equal('NODE_OPTIONS' in readEnvironment(await daemon.pidOf('a')), hadOptions)
  } finally {
    await daemon.close()
  }
  const broken = await launch('', { environment: { NODE_OPTIONS: '--require=/nowhere/at/all.js' } })
  try {
    assert.deepEqual([broken.launcher.code, broken.launcher.stderr], [0, ''])
    assert.equal(broken.isRunning, true)
  } finally {
    await broken.close()
  }
})

test("programs have the operator's soft limit of open files, raised to minfds (SIG-12)", {
  skip,
}, async () => {
  for (const [soft, minfds, expected, line] of [
    [256, 300, 300, 1],
    [400, 300, 400, 0],
  ] as const) {
    const daemon = await launch(`[supervisord]\nminfds=${minfds}\n[program:a]\n${SLEEPER}`, {
      before: `ulimit -Sn ${soft}`,
    })
    try {
      const limits = readFileSync(`/proc/${await daemon.pidOf('a')}/limits`, 'utf8')
      assert.match(limits, new RegExp(`^Max open files\\s+${expected}\\s`, 'm'))
      const lines = daemon
        .log()
        .filter((text) => text.endsWith(`INFO Increased RLIMIT_NOFILE limit to ${minfds}`))
      assert.equal(lines.length, line)
      daemon.signal('SIGHUP')
      await daemon.logged(/supervisord started with pid/, 2)
      const again = readFileSync(`/proc/${await daemon.pidOf('a')}/limits`, 'utf8')
      assert.match(again, new RegExp(`^Max open files\\s+${expected}\\s`, 'm'))
    } finally {
      await daemon.close()
    }
  }
})

test('minfds beyond the hard limit is an error at the shell, exit 2 (SIG-12)', { skip }, async () => {
  const scratch = new Scratch()
  const root = process.getuid?.() === 0
  const daemon = await launch('[supervisord]\nminfds=500', {
    scratch,
    before: 'ulimit -n 400',
    ...(root ? { user: NOBODY } : {}),
  })
  try {
    assert.equal(daemon.launcher.code, 2)
    assert.match(daemon.launcher.stderr, /^Error: .*minfds.* 500 .*hard limit here is 400/)
  } finally {
    await daemon.close()
  }
})

test('programs are children of the daemon itself, so kill $PPID from one stops it all (clients 11)', {
  skip,
}, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[program:a]\n${SLEEPER}[program:assassin]\ncommand=sh -c "read go; kill -QUIT $PPID"\nstartsecs=0`,
  })
  try {
    const { pid } = await daemon.until('a', 'RUNNING')
    const assassin = await daemon.until('assassin', 'RUNNING')
    assert.deepEqual(childrenOf(daemon.pid).sort(), [pid, assassin.pid].sort())
    assert.equal(parentOf(pid), daemon.pid)
    await daemon.ask('sendProcessStdin', 'assassin', 'go\n')
    assert.equal(await daemon.exit(), 0)
    assert.equal(daemon.matching(/received SIGQUIT indicating exit request/).length, 1)
    assert.equal(isAlive(pid), false)
  } finally {
    await daemon.close()
  }
})

test('a program has only its three streams open (LIFE-44)', { skip }, async () => {
  const daemon = await launch(`[program:a]\n${SLEEPER}[program:b]\n${SLEEPER}`, {
    before: 'exec 7</dev/null 8>&1',
  })
  try {
    const child = await daemon.pidOf('b')
    const open = execFileSync('ls', [`/proc/${child}/fd`], { encoding: 'utf8' })
      .trim()
      .split('\n')
    assert.deepEqual(open, ['0', '1', '2'])
    for (const fd of open) assert.match(readlinkSync(`/proc/${child}/fd/${fd}`), /^pipe:/)
  } finally {
    await daemon.close()
  }
})

function readEnvironment(pid: number): Record<string, string> {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean)
  return Object.fromEntries(
    entries.map((entry) => [entry.split('=')[0] ?? '', entry.slice(entry.indexOf('=') + 1)]),
  )
}
