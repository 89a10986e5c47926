// The README's section "As a service", run as it stands but for the paths.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { writeConfig } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { childrenOf, kill } from '../../support/processes.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { waitFor, within } from '../../support/wait.js'
import { launch } from '../daemon/background.js'
import { pasted } from './blocks.js'

const skip = skipUnless('reeve')
const SUPERVISORD = executable('reeve', 'supervisord')
const SUPERVISORCTL = executable('reeve', 'supervisorctl')
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
const lacking = (program: string) =>
  skip || (process.env.REEVE_NO_SKIP !== '1' && !has(program) && `${program} is not on this machine`)

function unit(configuration: string): string {
  return pasted('supervisord.service', {
    '/usr/local/bin/supervisord': SUPERVISORD,
    '/usr/local/bin/supervisorctl': SUPERVISORCTL,
    '/etc/supervisord.conf': configuration,
    'User=app': 'User=root',
  })
}

test('systemd finds nothing wrong with the unit of the README', {
  skip: lacking('systemd-analyze'),
}, async () => {
  const scratch = new Scratch()
  try {
    const file = scratch.write('supervisord.service', unit('/etc/supervisord.conf'))
    const result = await run('systemd-analyze', ['verify', '--man=no', file])
    const complaints = result.stderr.split('\n').filter((line) => line.includes('supervisord.service'))
    assert.deepEqual(complaints, [])
  } finally {
    await scratch.remove()
  }
})

test('the commands of the unit start a daemon that outlives its launcher, reload it and stop it', {
  skip,
}, async () => {
  const daemon = await launch('[program:a]\ncommand=sleep 1000\nstartsecs=0')
  try {
    const { scratch } = daemon
    const commands = unit(scratch.at('c.conf'))
    const execute = async (name: string) => {
      const line = new RegExp(`^${name}=(.*)$`, 'm').exec(commands)?.[1] ?? ''
      const [program = '', ...args] = line.split(' ')
      return run(program, args, { directory: scratch.path, environment: scratch.mark })
    }
    // What systemd sees of Type=forking: the first process ends with 0, and the daemon is there.
    assert.equal(daemon.launcher.code, 0)
    assert.ok(daemon.isRunning)
    const before = await daemon.pidOf('a')
    assert.equal((await execute('ExecReload')).code, 0)
    await daemon.logged(/supervisord started with pid/, 2)
    assert.notEqual(await daemon.pidOf('a'), before)
    assert.equal((await execute('ExecStop')).code, 0)
    await daemon.ended()
    assert.equal((await execute('ExecStart')).code, 0)
    await waitFor(() => scratch.has('main.pid'), { what: 'the pidfile' })
    kill(Number(scratch.read('main.pid')), 'SIGTERM')
    await waitFor(() => !scratch.has('main.pid'), { what: 'the daemon to end' })
  } finally {
    await daemon.close()
  }
})

test('the run script becomes the daemon, which ends with 0 at TERM', { skip }, async () => {
  const scratch = new Scratch()
  try {
    const file = writeConfig(scratch, '[program:a]\ncommand=sleep 1000\nstartsecs=0')
    const script = pasted('/service/supervisord/run', {
      'exec supervisord': `exec ${SUPERVISORD}`,
      '/etc/supervisord.conf': file,
    })
    const child = spawn(scratch.write('run', script, 0o755), {
      env: { ...process.env, ...scratch.mark },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
    const log = new Lines(child.stdout)
    await log.waitFor(new RegExp(`supervisord started with pid ${child.pid}$`))
    await log.waitFor(/success: a entered RUNNING/)
    child.kill('SIGTERM')
    assert.equal(await within(exit, { what: 'the daemon to exit' }), 0)
  } finally {
    await scratch.remove()
  }
})

const PROGRAM = `[supervisord]
logfile=%(here)s/logs/main.log
logfile_maxbytes=0
[program:a]
command=sh -c 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo $i; done; sleep 1000'
stdout_logfile=%(here)s/logs/a.log
stdout_logfile_maxbytes=0
startsecs=0
`

for (const way of ['USR2', 'copytruncate'] as const) {
  test(`logrotate with ${way} leaves the old lines in .1 and the new ones go on`, {
    skip: lacking('logrotate'),
  }, async () => {
    const daemon = await launch(PROGRAM)
    const { scratch } = daemon
    try {
      const rules = pasted('/etc/logrotate.d/supervisord', {
        '/var/log/supervisor': scratch.at('logs'),
        '/var/run/supervisord.pid': scratch.at('main.pid'),
      })
      const file = scratch.write(
        'rules',
        way === 'USR2' ? rules : rules.replace(/ *sharedscripts[\s\S]*endscript\n/, '    copytruncate\n'),
      )
      await waitFor(() => scratch.read('logs/a.log').endsWith('\n3000\n'), { what: 'the first lines' })
      const result = await run('logrotate', ['-f', '-s', scratch.at('state'), file])
      assert.equal(result.code, 0, result.stderr)
      // The lines about it still belong to the old file.
      await waitFor(() => scratch.has('logs/a.log') && scratch.has('logs/main.log'), {
        what: 'the new files',
      })
      assert.match(scratch.read('logs/a.log.1'), /^1\n2\n[\s\S]*\n3000\n$/)
      assert.equal(scratch.read('logs/a.log'), '')
      await daemon.ask('stopProcess', 'a')
      await daemon.ask('startProcess', 'a')
      await waitFor(() => scratch.read('logs/a.log').endsWith('\n3000\n'), { what: 'the next lines' })
      // No hole of zeros where the file was cut, and nothing from before.
      assert.ok(readFileSync(scratch.at('logs/a.log')).subarray(0, 4).equals(Buffer.from('1\n2\n')))
      assert.match(scratch.read('logs/main.log.1'), /supervisord started with pid/)
      assert.match(scratch.read('logs/main.log'), /stopped: a/)
    } finally {
      await daemon.close()
    }
  })
}

test('the configuration of a container runs as PID 1 and gives the output to stdout and stderr', {
  skip: skipUnless('reeve', 'root'),
}, async (context) => {
  if (spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status !== 0)
    return context.skip('unshare -pf --mount-proc is not permitted here')
  const scratch = new Scratch()
  try {
    scratch.script('web', 'echo out; echo err >&2; exec sleep 1000')
    const file = scratch.write(
      'c.conf',
      pasted('supervisord.conf of a container', {
        'nginx -g "daemon off;"': scratch.at('web'),
        '/run/supervisord.pid': scratch.at('main.pid'),
      }),
    )
    const child = spawn('unshare', ['-pf', '--mount-proc', SUPERVISORD, '-c', file], {
      cwd: scratch.path,
      env: { ...process.env, ...scratch.mark },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
    const [out, err] = [new Lines(child.stdout), new Lines(child.stderr)]
    await out.waitFor(/supervisord started with pid 1$/)
    await Promise.all([out.waitFor(/^out$/), err.waitFor(/^err$/)])
    kill(childrenOf(child.pid ?? 0)[0] ?? 0, 'SIGTERM')
    assert.equal(await within(exit, { what: 'the container to end' }), 0)
    assert.equal(out.matching(/CRIT/).length, 0)
  } finally {
    await scratch.remove()
  }
})
