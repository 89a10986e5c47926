import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { connect } from '../../support/address.js'
import { Daemon, startDaemon, writeConfig } from '../../support/daemon.js'
import { kill } from '../../support/processes.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { cpuShare, openDescriptors } from './observe.js'

type User = { readonly uid: number; readonly gid: number }

/** Sets the soft limit of a process that runs; the hard one needs more rights. */
async function limit(
  pid: number,
  resource: 'nofile' | 'nproc',
  value: number | string,
  user?: User,
): Promise<void> {
  const { code, stderr } = await run('prlimit', ['--pid', String(pid), `--${resource}=${value}:`], {
    ...(user === undefined ? {} : { user }),
  })
  assert.equal(code, 0, stderr)
}

const PROGRAMS = `
[supervisord]
minfds=1
minprocs=1
[program:early]
command=sleep 1000
startsecs=0
[program:late]
command=sleep 1000
startsecs=0
autostart=false
startretries=100
`

/** The reason is told, the daemon answers, and the program runs by itself once there is room. */
async function assertRecovers(daemon: Daemon, reason: string, makeRoom: () => Promise<void>): Promise<void> {
  const { pid } = await daemon.until('early', 'RUNNING')
  assert.deepEqual(await daemon.call('startProcess', 'late'), { fault: 50, text: 'SPAWN_ERROR: late' })
  await daemon.logged(new RegExp(`INFO spawnerr: ${reason}`))
  const { statename, description } = await daemon.info('late')
  assert.deepEqual({ statename, description }, { statename: 'BACKOFF', description: reason })
  await makeRoom()
  await daemon.until('late', 'RUNNING')
  assert.equal((await daemon.info('early')).pid, pid)
}

test('without descriptors a spawn error says so, and the program runs once there is room (LIFE-36)', {
  skip: skipUnless('reeve'),
}, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: PROGRAMS })
  try {
    await daemon.until('early', 'RUNNING')
    // Room for a connection and a log, none for three pipes.
    await limit(daemon.pid, 'nofile', openDescriptors(daemon.pid) + 3)
    await assertRecovers(daemon, "too many open files to spawn 'late'", () =>
      limit(daemon.pid, 'nofile', 500),
    )
  } finally {
    await daemon.close()
  }
})

test('without processes a spawn error says so, and the program runs once there is room (LIFE-36)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  // A user of its own, because the limit counts all processes of a user.
  const user = { uid: 1_000_000_000 + process.pid, gid: 65534 }
  const daemon = await startDaemon({ kind: 'reeve', user, config: PROGRAMS })
  try {
    await daemon.until('early', 'RUNNING')
    await limit(daemon.pid, 'nproc', 1, user)
    await assertRecovers(daemon, "Too many processes in process table to spawn 'late'", () =>
      limit(daemon.pid, 'nproc', 500, user),
    )
  } finally {
    await daemon.close()
  }
})

test('under a low limit some programs run, the others say why, and a stop makes room for one of them', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  const config = `
[supervisord]
minfds=1
[program:p]
command=sleep 1000
startsecs=0
numprocs=12
process_name=%(process_num)02d
startretries=100
`
  const file = writeConfig(scratch, config)
  const child = spawn(
    'sh',
    ['-c', `ulimit -n 48; exec ${executable('reeve', 'supervisord')} -n -c ${file}`],
    {
      env: { ...process.env, ...scratch.mark },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const daemon = new Daemon({ kind: 'reeve', config, scratch }, scratch, child)
  try {
    await daemon.ready()
    await daemon.logged(/INFO spawnerr: too many open files to spawn '\d\d'/)
    const running = async () => {
      const all = (await daemon.ask('getAllProcessInfo')) as { statename: string; name: string }[]
      return all.filter(({ statename }) => statename === 'RUNNING').map(({ name }) => name)
    }
    const first = await waitFor(async () => (await running()).length > 0 && running(), { what: 'a program' })
    assert.ok(first.length < 12)
    assert.equal(await daemon.ask('stopProcess', `p:${first[0]}`), true)
    await waitFor(async () => (await running()).some((name) => !first.includes(name)), {
      what: 'another program in its place',
      instead: () => daemon.log.text,
    })
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('clients that take all descriptors cost no time, and a program that dies meanwhile comes back', {
  skip: skipUnless('reeve'),
}, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config:
      '[supervisord]\nminfds=1\n[program:a]\ncommand=sleep 1000\nstartsecs=0\nautorestart=true\nstartretries=100\n',
  })
  const clients: Socket[] = []
  try {
    const { pid } = await daemon.until('a', 'RUNNING')
    await limit(daemon.pid, 'nofile', openDescriptors(daemon.pid) + 20)
    for (let index = 0; index < 100; index++) {
      clients.push(connect(daemon.address).on('error', () => {}))
    }
    await waitFor(() => clients.some((client) => client.closed), { what: 'clients to be turned away' })
    kill(pid, 'SIGKILL')
    // Its pipes make room for its successor or for more clients, whoever is first.
    await daemon.logged(/spawnerr: too many open files to spawn 'a'|spawned: 'a'/, 2)
    assert.ok((await cpuShare(daemon.pid)) < 0.03)
    for (const client of clients) client.destroy()
    const info = await daemon.until('a', 'RUNNING')
    assert.notEqual(info.pid, pid)
  } finally {
    for (const client of clients) client.destroy()
    await daemon.close()
  }
})

test('a hard limit below minfds is exit 2 (LIFE-60)', { skip: skipUnless('reeve') }, async () => {
  const scratch = new Scratch()
  try {
    const file = writeConfig(scratch, '[supervisord]\nminfds=100000000\n[program:a]\ncommand=sleep 1000\n')
    const { code, stderr } = await run(executable('reeve', 'supervisord'), ['-n', '-c', file])
    assert.equal(code, 2)
    assert.match(stderr, /^Error: The minfds option asks for at least 100000000 open files/)
    assert.ok(!scratch.has('main.pid') && !scratch.has('s.sock'))
  } finally {
    await scratch.remove()
  }
})
