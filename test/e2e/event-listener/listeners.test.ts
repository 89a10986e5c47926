// Listeners as people write them, in Python with Supervisor's own childutils, on the built program.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { heard, listenerSection, textOf, untilHeard } from '../../support/listener.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const CHILDUTILS = '/usr/lib/python3/dist-packages/supervisor/childutils.py'
const hasChildutils = existsSync(CHILDUTILS) || process.env.REEVE_NO_SKIP === '1'
const skip = hasChildutils
  ? skipUnless('reeve', 'python3')
  : `Supervisor's childutils are not on this machine (${CHILDUTILS})`
const skipPlain = skipUnless('reeve', 'python3')

const LISTENER = `#!/usr/bin/python3 -u
import json, os
from supervisor import childutils
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'heard')
rpc = childutils.getRPCInterface(os.environ)
while True:
    headers, payload = childutils.listener.wait()
    kind = headers['eventname']
    if kind.startswith('PROCESS_STATE'):
        values = childutils.get_headers(payload)
        told = [kind, values['processname'], rpc.supervisor.getProcessInfo(values['processname'])['statename']]
    else:
        told = [kind, payload]
    with open(path, 'a') as file:
        file.write(json.dumps(told) + '\\n')
    childutils.listener.ok()
`

// Supervisor's own pcomm writes bytes to a text stream, which Python 3 refuses.
const TALKER = `#!/usr/bin/python3 -u
import os, time
os.write(1, 'caf\\u00e9 \\U0001f600\\n'.encode())
os.write(1, b'<!--XSUPERVISOR:BEGIN-->a message<!--XSUPERVISOR:END-->')
time.sleep(1000)
`

function told(scratch: Scratch): unknown[][] {
  if (!scratch.has('heard')) return []
  return scratch
    .read('heard')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown[])
}

async function withDaemon(
  config: (scratch: Scratch) => string,
  more: Partial<Parameters<typeof startDaemon>[0]>,
  act: (daemon: Daemon, scratch: Scratch) => Promise<void>,
): Promise<void> {
  const scratch = new Scratch()
  let daemon: Daemon | undefined
  try {
    daemon = await startDaemon({ kind: 'reeve', scratch, config: config(scratch), ...more })
    await act(daemon, scratch)
  } finally {
    await daemon?.close()
    await scratch.remove()
  }
}

test("a listener with Supervisor's childutils hears of states, output and messages, and calls a server that wants a password (clients 12)", {
  skip,
}, async () => {
  const config = (scratch: Scratch) => {
    scratch.write('listen.py', LISTENER, 0o755)
    scratch.write('talk.py', TALKER, 0o755)
    return `[unix_http_server]
username=operator
password={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d
[eventlistener:listen]
command=%(here)s/listen.py
events=PROCESS_STATE_RUNNING,PROCESS_LOG,PROCESS_COMMUNICATION
environment=PYTHONUTF8="1"
[program:talk]
command=%(here)s/talk.py
stdout_events_enabled=true
stdout_capture_maxbytes=1MB
`
  }
  await withDaemon(config, {}, async (daemon, scratch) => {
    const all = await waitFor(() => (told(scratch).length >= 4 ? told(scratch) : undefined), {
      what: 'four events',
      instead: () => `${JSON.stringify(told(scratch))}\n${daemon.log.text}`,
    })
    const pid = /spawned: 'talk' with pid (\d+)/.exec(daemon.log.text)?.[1]
    const from = `processname:talk groupname:talk pid:${pid}`
    assert.deepEqual(
      all.filter(([kind]) => kind !== 'PROCESS_STATE_RUNNING'),
      [
        ['PROCESS_LOG_STDOUT', `${from} channel:stdout\ncaf\u00e9 \u{1f600}\n`],
        ['PROCESS_COMMUNICATION_STDOUT', `${from}\na message`],
      ],
    )
    assert.deepEqual(
      all.filter(([kind]) => kind === 'PROCESS_STATE_RUNNING'),
      [
        ['PROCESS_STATE_RUNNING', 'listen', 'RUNNING'],
        ['PROCESS_STATE_RUNNING', 'talk', 'RUNNING'],
      ],
    )
    assert.ok(!daemon.log.text.includes('UNKNOWN'))
  })
})

test('after a HUP the event numbers go on, and those of the pool begin anew (LIFE-66)', {
  skip: skipPlain,
}, async () => {
  const config = (scratch: Scratch) =>
    listenerSection(scratch, 'pool', { events: 'SUPERVISOR_STATE_CHANGE,PROCESS_GROUP' })
  await withDaemon(config, {}, async (daemon) => {
    await untilHeard(daemon, 'pool', (events) => events.length === 2)
    daemon.signal('SIGHUP')
    const isBack = (events: readonly { header: Readonly<Record<string, string>> }[]) =>
      events.filter(({ header }) => header.eventname === 'SUPERVISOR_STATE_CHANGE_RUNNING').length === 2
    const events = await waitFor(
      () => {
        const all = heard(daemon.scratch, 'pool')
        return isBack(all) && all
      },
      { what: 'the second start', instead: () => daemon.log.text },
    )
    const again = events.slice(-2)
    assert.deepEqual(again.map(textOf), [
      'PROCESS_GROUP_ADDED groupname:pool\n',
      'SUPERVISOR_STATE_CHANGE_RUNNING ',
    ])
    assert.deepEqual(
      again.map(({ header }) => header.poolserial),
      ['0', '1'],
    )
    const serials = events.map(({ header }) => Number(header.serial))
    assert.deepEqual(
      serials,
      [...serials].sort((left, right) => left - right),
    )
    assert.ok((serials.at(-1) ?? 0) >= 4, `${serials}`)
  })
})

test('a listener can stop the daemon, whose child it is, by a signal (clients 11)', {
  skip: skipPlain,
}, async () => {
  const config = (scratch: Scratch) => {
    scratch.script(
      'guard',
      'printf "READY\\n"; while read line; do kill -QUIT $PPID; printf "RESULT 2\\nOKREADY\\n"; done',
    )
    return `[eventlistener:guard]
command=%(here)s/guard
events=PROCESS_STATE_FATAL
[program:broken]
command=/nonexistent/x
startretries=0
`
  }
  await withDaemon(config, {}, async (daemon) => {
    assert.equal(await daemon.exit(), 0)
    assert.match(daemon.log.text, /received SIGQUIT indicating exit request/)
  })
})

test('a wrong result_handler refuses the start in words (CFG-ERR)', { skip: skipPlain }, async () => {
  const config = () => '[eventlistener:x]\ncommand=cat\nevents=EVENT\nresult_handler=./none.mjs:judge\n'
  await withDaemon(config, { unready: true }, async (daemon) => {
    assert.equal(await daemon.exit(), 2)
    await daemon.stderr.end
    assert.match(
      daemon.stderr.text,
      /^Error: \.\/none\.mjs:judge cannot be resolved within \[eventlistener:x\]: cannot find the module/,
    )
  })
})
