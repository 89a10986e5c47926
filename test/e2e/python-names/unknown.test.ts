import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'

const CONFIG = `[program:web]
command=sleep 1000
startsecs=0
[eventlistener:watcher]
command=sh -c 'echo READY; while read -r line; do printf "RESULT 2\\nOK"; echo READY; done'
events=TICK_3600
result_handler=acme.listeners:handle
[rpcinterface:multivisor]
supervisor.rpcinterface_factory=multivisor.rpc:make_rpc_interface
[rpcinterface:acme]
supervisor.rpcinterface_factory=acme:make
[ctlplugin:acme]
supervisor.ctl_factory=acme:make_plugin
`

test('Python names that nothing stands for are a warning each and stop nothing (EXT-09, clients.md 16, 17)', async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: CONFIG })
  try {
    await daemon.until('web', 'RUNNING')
    await daemon.until('watcher', 'RUNNING')
    for (const pattern of [
      /WARN \[rpcinterface:multivisor\]: multivisor\.rpc:make_rpc_interface \(the connection to a multivisor server\) is not built in; it is left out$/,
      /WARN \[rpcinterface:acme\]: acme:make names Python code, which cannot run here.*; it is left out; name a JavaScript/,
      /WARN \[eventlistener:watcher\]: acme\.listeners:handle names Python code/,
    ]) {
      assert.equal(daemon.matching(pattern).length, 1, String(pattern))
    }
    const { code, stdout, stderr } = await daemon.control(['status', 'web'])
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^web +RUNNING/)
    const interactive = await daemon.control(['-i', 'status', 'web'])
    assert.match(interactive.stderr, /^supervisorctl: \[ctlplugin:acme\]: acme:make_plugin names Python code/)
  } finally {
    await daemon.close()
  }
})
