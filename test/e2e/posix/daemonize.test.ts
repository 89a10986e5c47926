import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const DAEMON = fileURLToPath(new URL('programs/daemon.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'reeve-daemon-'))
after(() => rmSync(folder, { recursive: true }))

function launch(mode: string, file = join(folder, mode)) {
  return spawnSync(process.execPath, [DAEMON, mode, file], { encoding: 'utf8' })
}

function appearance(file: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, check)
    function check() {
      if (!existsSync(file)) return
      watcher.close()
      resolve()
    }
    check()
  })
}

test('the launcher exits 0 once the daemon is ready, which leads a session and holds no stream (SIG-11)', async () => {
  const file = join(folder, 'ready')
  // spawnSync returns when the pipes end, so it also shows that the daemon let go of them.
  const launcher = launch('ready', file)
  assert.deepEqual([launcher.status, launcher.stdout, launcher.stderr], [0, '', ''])
  await appearance(file)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const stat = readFileSync(`/proc/${report.pid}/stat`, 'utf8')
  const [, name, fields = ''] = /\((.*)\) (.*)/.exec(stat) ?? []
  const [, parent, group, session, terminal] = fields.split(' ').map(Number)
  assert.equal(name, 'supervisord')
  assert.notEqual(parent, process.pid)
  assert.deepEqual([group, session, terminal], [report.pid, report.pid, 0])
  assert.deepEqual(report.streams, ['/dev/null', '/dev/null', '/dev/null'])
  assert.equal(report.argv0, 'the daemon')
  assert.equal(report.status, null)
  process.kill(report.pid, 'SIGTERM')
})

test('a start-up error reaches the launching shell with its text and exit code (CFG-ERR-07)', () => {
  const launcher = launch('fail')
  assert.deepEqual([launcher.status, launcher.stderr], [2, 'Error: no good\n'])
})

test('a daemon that is killed while it starts is a failure of the launcher', () => {
  assert.equal(launch('die').status, 137)
})

test('Ctrl-C at the launcher ends a daemon that is not ready yet', async () => {
  const file = join(folder, 'slow')
  const launcher = spawn(process.execPath, [DAEMON, 'slow', file], { stdio: 'ignore' })
  await appearance(file)
  launcher.kill('SIGINT')
  const code = await new Promise((resolve) => launcher.on('exit', resolve))
  assert.equal(code, 130)
  assert.throws(() => process.kill(Number(readFileSync(file, 'utf8')), 0), { code: 'ESRCH' })
})
