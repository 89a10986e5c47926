import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { Daemon, type ProcessInfo, startDaemon, writeConfig } from '../../support/daemon.js'
import { childrenOf, isAlive, kill, processState } from '../../support/processes.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { cpuShare, openDescriptors } from './observe.js'

const skip = skipUnless('reeve')

async function infos(daemon: Daemon): Promise<readonly ProcessInfo[]> {
  return (await daemon.ask('getAllProcessInfo')) as unknown as ProcessInfo[]
}

/** Waits until every process runs with another pid than before. */
async function untilReplaced(daemon: Daemon, before: ReadonlySet<number>): Promise<readonly ProcessInfo[]> {
  return waitFor(
    async () => {
      const all = await infos(daemon)
      return all.every(({ statename, pid }) => statename === 'RUNNING' && !before.has(pid)) && all
    },
    { what: 'a successor of each', instead: () => daemon.log.text.slice(-3_000) },
  )
}

async function withDaemon(config: string, work: (daemon: Daemon) => Promise<void>): Promise<void> {
  const daemon = await startDaemon({ kind: 'reeve', config })
  try {
    await work(daemon)
  } finally {
    await daemon.close()
  }
}

const TWENTY = `[program:p]
command=sh -c "echo up; sleep 1000"
numprocs=20
process_name=%(process_num)02d
startsecs=0
autorestart=true
killasgroup=true
`

test('two hundred kills leave every program running, no zombie, no descriptor and no work', {
  skip,
}, async () => {
  await withDaemon(TWENTY, async (daemon) => {
    let all = await untilReplaced(daemon, new Set())
    const descriptors = openDescriptors(daemon.pid)
    const killed = new Set<number>()
    for (let round = 0; round < 10; round++) {
      for (const { pid } of all) {
        killed.add(pid)
        // The group with it, or the sleeps would pile up.
        kill(-pid, 'SIGKILL')
      }
      all = await untilReplaced(daemon, killed)
    }
    await daemon.logged(/WARN exited: \d\d \(terminated by SIGKILL; not expected\)/, 200)
    assert.deepEqual(
      [...killed].filter((pid) => processState(pid) !== undefined && !isAlive(pid)),
      [],
    )
    assert.equal(childrenOf(daemon.pid).length, 20)
    await waitFor(() => openDescriptors(daemon.pid) <= descriptors, { what: 'the pipes to be closed' })
    const share = await cpuShare(daemon.pid)
    assert.ok(share < 0.03, `${share}`)
  })
})

test('what dies while the daemon itself is stopped is replaced when it goes on', { skip }, async () => {
  await withDaemon(TWENTY, async (daemon) => {
    const pids = new Set((await untilReplaced(daemon, new Set())).map(({ pid }) => pid))
    daemon.signal('SIGSTOP')
    await waitFor(() => processState(daemon.pid) === 'T', { what: 'the daemon to stand still' })
    for (const pid of pids) kill(-pid, 'SIGKILL')
    await waitFor(() => ![...pids].some(isAlive), { what: 'all programs to be dead' })
    daemon.signal('SIGCONT')
    await untilReplaced(daemon, pids)
  })
})

test('a program that stands still is killed after stopwaitsecs, and one that is continued goes on', {
  skip,
}, async () => {
  const config = `
[program:still]
command=sleep 1000
startsecs=0
stopwaitsecs=1
[program:other]
command=sh -c "while read line; do echo $line; done"
startsecs=0`
  await withDaemon(config, async (daemon) => {
    const { pid } = await daemon.until('still', 'RUNNING')
    const other = await daemon.until('other', 'RUNNING')
    kill(pid, 'SIGSTOP')
    kill(other.pid, 'SIGSTOP')
    await daemon.ask('sendProcessStdin', 'other', 'word\n')
    assert.equal((await daemon.info('still')).statename, 'RUNNING')
    assert.equal(await daemon.ask('stopProcess', 'still'), true)
    await daemon.logged(new RegExp(`WARN killing 'still' \\(${pid}\\) with SIGKILL`))
    await daemon.logged(/stopped: still \(terminated by SIGKILL\)/)
    assert.equal(await daemon.ask('signalProcess', 'other', 'CONT'), true)
    await waitFor(async () => (await daemon.ask('readProcessStdoutLog', 'other', 0, 0)) === 'word\n', {
      what: 'the word',
    })
  })
})

test('logs, socket and pidfile that are deleted under the daemon stop nothing, and come back', {
  skip,
}, async () => {
  const config = `
[program:a]
command=sh -c "while read line; do echo $line; done"
stdout_logfile=%(here)s/a.log
startsecs=0`
  await withDaemon(config, async (daemon) => {
    const { scratch } = daemon
    const { pid } = await daemon.until('a', 'RUNNING')
    for (const name of ['main.log', 'a.log', 'main.pid']) rmSync(scratch.at(name))
    assert.equal(await daemon.ask('sendProcessStdin', 'a', 'lost\n'), true)
    assert.deepEqual(await daemon.call('readProcessStdoutLog', 'a', 0, 0), {
      fault: 20,
      text: `NO_FILE: ${scratch.at('a.log')}`,
    })
    assert.equal((await daemon.info('a')).pid, pid)

    daemon.signal('SIGUSR2')
    await waitFor(() => scratch.has('main.log') && scratch.has('a.log'), { what: 'the logs to be back' })
    assert.equal(await daemon.ask('sendProcessStdin', 'a', 'kept\n'), true)
    await waitFor(() => scratch.read('a.log').endsWith('kept\n'), { what: 'the line' })

    rmSync(scratch.at('s.sock'))
    assert.match((await daemon.control(['status'])).stdout, /no such file/)
    daemon.signal('SIGHUP')
    await waitFor(() => scratch.has('s.sock') && scratch.has('main.pid'), { what: 'socket and pidfile' })
    assert.equal(await daemon.ask('getPID'), daemon.pid)
    await daemon.until('a', 'RUNNING')
  })
})

test('a storm of signals ends with the daemon and its programs running', { skip }, async () => {
  await withDaemon('[program:a]\ncommand=sleep 1000\nstartsecs=0\n', async (daemon) => {
    await daemon.until('a', 'RUNNING')
    for (let index = 0; index < 200; index++) {
      for (const signal of ['SIGUSR2', 'SIGCHLD', 'SIGPIPE', 'SIGWINCH', 'SIGURG'] as const)
        daemon.signal(signal)
      if (index % 20 === 0) daemon.signal('SIGHUP')
    }
    await daemon.logged(/received SIGHUP indicating restart request/)
    await daemon.logged(/supervisord started with pid/, 2)
    await waitFor(async () => (await daemon.info('a')).statename === 'RUNNING', {
      what: 'the program to run',
    })
    const share = await cpuShare(daemon.pid)
    assert.ok(share < 0.03, `${share}`)
  })
})

test("a reader of the daemon's stdout that goes away is told in the log, and stops nothing", {
  skip,
}, async () => {
  const scratch = new Scratch()
  const config = '[program:a]\ncommand=sleep 1000\nstartsecs=0\nautorestart=true\n'
  const child = spawn(executable('reeve', 'supervisord'), ['-n', '-c', writeConfig(scratch, config)], {
    env: { ...process.env, ...scratch.mark },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const daemon = new Daemon({ kind: 'reeve', config, scratch }, scratch, child)
  try {
    await daemon.ready()
    const { pid } = await daemon.until('a', 'RUNNING')
    child.stdout.destroy()
    kill(pid, 'SIGKILL')
    await waitFor(async () => (await daemon.info('a')).pid !== pid, { what: 'the successor' })
    await waitFor(
      () =>
        /ERRO could not write to log '\/dev\/stdout': EPIPE; output is dropped/.test(
          scratch.read('main.log'),
        ),
      { what: 'the line', instead: () => scratch.read('main.log') },
    )
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})
