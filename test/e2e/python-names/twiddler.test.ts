import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'

// The example of the package's own manual.
const CONFIG = `[group:group_name]
[rpcinterface:twiddler]
supervisor.rpcinterface_factory = supervisor_twiddler.rpcinterface:make_twiddler_rpcinterface
`

test('a program that is added over XML-RPC runs, can be read, and survives supervisorctl update', async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: CONFIG })
  try {
    const options = { command: 'ls -l /', autostart: 'false', autorestart: 'false', startsecs: '0' }
    assert.equal(await daemon.ask('twiddler.addProgramToGroup', 'group_name', 'ls', options), true)
    assert.equal(await daemon.ask('startProcess', 'group_name:ls', false), true)
    await daemon.until('group_name:ls', 'EXITED')
    assert.match(String(await daemon.ask('readProcessLog', 'group_name:ls', 0, 0)), /^total .*\n.* bin\b/s)

    const sleeper = { command: 'sleep 1000', startsecs: 0 }
    assert.equal(await daemon.ask('twiddler.addProgramToGroup', 'group_name', 'sleeper', sleeper), true)
    const { pid } = await daemon.until('group_name:sleeper', 'RUNNING')
    assert.deepEqual(await daemon.control(['update']), { code: 0, signal: null, stdout: '', stderr: '' })
    assert.equal((await daemon.info('group_name:sleeper')).pid, pid)

    assert.deepEqual(await daemon.call('twiddler.removeProcessFromGroup', 'group_name', 'sleeper'), {
      fault: 91,
      text: 'STILL_RUNNING: sleeper',
    })
    await daemon.ask('stopProcess', 'group_name:sleeper')
    assert.equal(await daemon.ask('twiddler.removeProcessFromGroup', 'group_name', 'sleeper'), true)
    const { stdout } = await daemon.control(['status'])
    assert.match(stdout, /^group_name:ls +EXITED.*\n$/)
  } finally {
    await daemon.close()
  }
})
