import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNamespace } from '../../../plugins/rpc-supervisor/index.js'
import { createDispatch } from '../../../plugins/xmlrpc/dispatch.js'
import { createRegistry } from '../../../plugins/xmlrpc/registry.js'
import { Fault, isFault, rpcHooks } from '../../../sdk/index.js'
import { decodeResponse, encodeResponse, type XmlRpcValue } from '../../../sdk/xmlrpc/index.js'
import { Scratch } from '../../support/scratch.js'
import { createFakeSupervisor, type FakeSupervisor } from './fake-supervisor.js'

const caller = { user: null, server: 'unix_http_server' }

/** Calls as a client does: what it would decode, or the fault's text. */
function client(supervisor: FakeSupervisor) {
  const registry = createRegistry(() => undefined)
  registry.add('supervisor', createNamespace(supervisor))
  const dispatch = createDispatch(registry, rpcHooks(supervisor), supervisor.log)
  return async (method: string, ...parameters: XmlRpcValue[]): Promise<unknown> => {
    try {
      const answer = decodeResponse(
        encodeResponse(await dispatch(`supervisor.${method}`, parameters, caller)),
      )
      return 'value' in answer ? answer.value : answer
    } catch (error) {
      if (isFault(error)) return `${error.faultCode} ${error.message}`
      throw error
    }
  }
}

test('the daemon tells its versions, identifier, state and pid (RPC-30..34)', async () => {
  const call = client(createFakeSupervisor())
  assert.equal(await call('getAPIVersion'), '3.0')
  assert.equal(await call('getVersion'), '3.0')
  assert.match(String(await call('getSupervisorVersion')), /^\d+\.\d+\.\d+$/)
  assert.equal(await call('getIdentification'), 'supervisor')
  assert.deepEqual(await call('getState'), { statecode: 1, statename: 'RUNNING' })
  assert.equal(await call('getPID'), 4242)
})

test('while the daemon ends every method but sendRemoteCommEvent is refused (RPC-16)', async () => {
  const supervisor = createFakeSupervisor()
  const call = client(supervisor)
  for (const state of ['SHUTDOWN', 'RESTARTING'] as const) {
    supervisor.state = state
    for (const [method, ...parameters] of [
      ['getState'],
      ['getAPIVersion'],
      ['startProcess', 'x'],
      ['signalAllProcesses', 'HUP'],
      ['getAllConfigInfo'],
      ['readLog', 0, 0],
      ['shutdown'],
    ] as const) {
      assert.equal(await call(method, ...parameters), '6 SHUTDOWN_STATE', method)
    }
    assert.equal(await call('sendRemoteCommEvent', 'a', 'b'), true)
  }
})

test('shutdown and restart answer at once (RPC-37, RPC-38)', async () => {
  const supervisor = createFakeSupervisor()
  assert.equal(await client(supervisor)('shutdown'), true)
  supervisor.state = 'RUNNING'
  assert.equal(await client(supervisor)('restart'), true)
  assert.deepEqual(supervisor.requests, ['shutdown', 'restart'])
})

test('reloadConfig answers three lists inside one (RPC-39)', async () => {
  assert.deepEqual(await client(createFakeSupervisor())('reloadConfig'), [[['a'], [], ['r']]])
})

test('groups come and go with their faults (RPC-40, RPC-41)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('web')
  const call = client(supervisor)
  assert.equal(await call('addProcessGroup', 'web'), '90 ALREADY_ADDED: web')
  assert.equal(await call('addProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('removeProcessGroup', 'web'), '91 STILL_RUNNING: web')
  assert.equal(await call('removeProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('addProcessGroup', 5), '10 BAD_NAME: 5')
  assert.equal(await call('startProcessGroup', 5), '10 BAD_NAME: 5')
})

test('starting and stopping one process, with faults that name it as it was sent (RPC-15, RPC-42, RPC-45)', async () => {
  const supervisor = createFakeSupervisor()
  const web = supervisor.add('web')
  const call = client(supervisor)
  assert.equal(await call('stopProcess', 'web'), '70 NOT_RUNNING: web')
  assert.equal(await call('startProcess', 'web:web'), true)
  assert.equal(await call('startProcess', 'web:web'), '60 ALREADY_STARTED: web:web')
  assert.equal(await call('startProcess', 'nope'), '10 BAD_NAME: nope')
  assert.equal(await call('startProcess', 'web:nope'), '10 BAD_NAME: web:nope')
  assert.equal(await call('stopProcess', 'web'), true)
  web.refuse = new Fault('NO_FILE', "can't find command '/x'")
  assert.equal(await call('startProcess', 'web:web'), "20 NO_FILE: can't find command '/x'")
  web.refuse = new Fault('SPAWN_ERROR', 'web')
  assert.equal(await call('startProcess', 'web:web'), '50 SPAWN_ERROR: web:web')
})

test('wait is a boolean or an int, and true when left out (clients send 1 and 0)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('web')
  const call = client(supervisor)
  await call('startProcess', 'web')
  await call('stopProcess', 'web', 0)
  await call('startProcess', 'web', 1)
  await call('stopProcess', 'web', false)
  await call('startProcessGroup', 'web', 0)
  await call('stopAllProcesses', true)
  assert.deepEqual(supervisor.requests, [
    'start web true',
    'stop web false',
    'start web true',
    'stop web false',
    'start web false',
    'stop web true',
  ])
})

test('group requests go to those concerned, in priority order, and stops in the reverse (RPC-23, EDGE-09)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('late', { priority: 900 }, 'g')
  supervisor.add('early', { priority: 1 }, 'g')
  supervisor.add('busy', { priority: 5 }, 'g').state = 'RUNNING'
  supervisor.add('backoff', { priority: 6 }, 'g').state = 'BACKOFF'
  const call = client(supervisor)
  const ok = (name: string) => ({ name, group: 'g', status: 80, description: 'OK' })
  assert.deepEqual(await call('startProcess', 'g:*'), [ok('early'), ok('late')])
  assert.deepEqual(await call('startProcessGroup', 'g'), [])
  assert.deepEqual(await call('stopProcess', 'g:'), [ok('late'), ok('backoff'), ok('busy'), ok('early')])
  assert.deepEqual(await call('stopProcessGroup', 'g'), [])
  assert.deepEqual(supervisor.requests, [
    'start g:early true',
    'start g:late true',
    'stop g:late true',
    'stop g:backoff true',
    'stop g:busy true',
    'stop g:early true',
  ])
  assert.equal(await call('startProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('stopProcess', 'no:*'), '10 BAD_NAME: no:*')
})

test('results of many come in the order of completion, failures among them (RPC-23, RPC-24)', async () => {
  const supervisor = createFakeSupervisor()
  const [a, b, c] = ['a', 'b', 'c'].map((name) => supervisor.add(name)) as [
    ReturnType<FakeSupervisor['add']>,
    ReturnType<FakeSupervisor['add']>,
    ReturnType<FakeSupervisor['add']>,
  ]
  a.isSlow = true
  b.isSlow = true
  c.refuse = new Fault('SPAWN_ERROR', 'c')
  const answer = client(supervisor)('startAllProcesses')
  await Promise.resolve()
  b.settle('FATAL')
  await Promise.resolve()
  a.settle('RUNNING')
  assert.deepEqual(await answer, [
    { name: 'c', group: 'c', status: 50, description: 'SPAWN_ERROR: c' },
    { name: 'b', group: 'b', status: 40, description: 'ABNORMAL_TERMINATION: b' },
    { name: 'a', group: 'a', status: 80, description: 'OK' },
  ])
})

test('signals are names or numbers; a bad one is a fault, in groups one for each process (RPC-48..50)', async () => {
  const supervisor = createFakeSupervisor()
  const web = supervisor.add('web')
  supervisor.add('idle')
  const call = client(supervisor)
  assert.equal(await call('signalProcess', 'web', 'HUP'), '70 NOT_RUNNING: web')
  web.state = 'RUNNING'
  assert.equal(await call('signalProcess', 'web', 'HUP'), true)
  assert.equal(await call('signalProcess', 'web', 15), true)
  assert.equal(await call('signalProcess', 'web', 'NONE'), '11 BAD_SIGNAL: NONE')
  assert.equal(await call('signalProcess', 'no', 'NONE'), '10 BAD_NAME: no')
  assert.deepEqual(await call('signalAllProcesses', 'TERM'), [
    { name: 'web', group: 'web', status: 80, description: 'OK' },
  ])
  assert.deepEqual(await call('signalProcess', 'web:*', 'NONE'), [
    { name: 'web', group: 'web', status: 11, description: 'BAD_SIGNAL: NONE' },
  ])
  assert.deepEqual(await call('signalProcessGroup', 'idle', 'HUP'), [])
  assert.deepEqual(web.signals, [1, 15, 15])
})

test('infos are sorted by group and name, and follow every change (RPC-51, RPC-52)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('b', {}, 'z')
  const a = supervisor.add('a', {}, 'z')
  supervisor.add('y')
  const call = client(supervisor)
  const names = async () =>
    ((await call('getAllProcessInfo')) as { name: string; statename: string }[]).map(
      ({ name, statename }) => `${name} ${statename}`,
    )
  assert.deepEqual(await names(), ['y STOPPED', 'a STOPPED', 'b STOPPED'])
  a.state = 'RUNNING'
  assert.deepEqual(await names(), ['y STOPPED', 'a RUNNING', 'b STOPPED'])
  supervisor.add('c')
  supervisor.hooks.groupAdded.call(supervisor.groups.get('c')!)
  assert.deepEqual(await names(), ['c STOPPED', 'y STOPPED', 'a RUNNING', 'b STOPPED'])
  assert.deepEqual(Object.keys((await call('getProcessInfo', 'z:a')) as object), [
    'name',
    'group',
    'start',
    'stop',
    'now',
    'state',
    'statename',
    'spawnerr',
    'exitstatus',
    'logfile',
    'stdout_logfile',
    'stderr_logfile',
    'pid',
    'description',
  ])
  assert.equal(await call('getProcessInfo', 'z:*'), '10 BAD_NAME: z:*')
})

test('config infos have the fields of 4.4, with none and auto (RPC-53, RPC-67, RPC-68)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('web', { stdout_logfile_maxbytes: 5e9, user: 33 }, 'g')
  supervisor.add('api', { autorestart: true })
  const infos = (await client(supervisor)('getAllConfigInfo')) as Record<string, unknown>[]
  assert.deepEqual(
    infos.map(({ name }) => name),
    ['api', 'web'],
  )
  assert.deepEqual(infos[1], {
    autostart: true,
    autorestart: 'unexpected',
    directory: 'none',
    uid: 33,
    command: '/bin/cat',
    exitcodes: [0],
    group: 'g',
    group_prio: 999,
    inuse: true,
    killasgroup: false,
    name: 'web',
    process_prio: 999,
    redirect_stderr: false,
    startretries: 3,
    startsecs: 1,
    stdout_capture_maxbytes: 0,
    stdout_events_enabled: false,
    stdout_logfile: '/tmp/none.log',
    stdout_logfile_backups: 10,
    stdout_logfile_maxbytes: 2147483647,
    stdout_syslog: false,
    stopsignal: 15,
    stopwaitsecs: 10,
    stderr_capture_maxbytes: 0,
    stderr_events_enabled: false,
    stderr_logfile: 'none',
    stderr_logfile_backups: 10,
    stderr_logfile_maxbytes: 52428800,
    stderr_syslog: false,
    serverurl: 'none',
  })
  assert.equal(infos[0]?.autorestart, true)
  const reread = {
    ...supervisor.lastReadConfig,
    groups: supervisor.config.groups.map((group) => ({ ...group })),
  }
  Object.assign(supervisor, { lastReadConfig: reread })
  const [again] = (await client(supervisor)('getAllConfigInfo')) as Record<string, unknown>[]
  assert.equal(again?.stdout_logfile, 'auto')
  supervisor.groups.forEach((_group, name) => void (supervisor.groups as Map<string, unknown>).delete(name))
  const [gone] = (await client(supervisor)('getAllConfigInfo')) as Record<string, unknown>[]
  assert.equal(gone?.inuse, false)
})

test('logs are read in windows; bytes that are no UTF-8 never fail (RPC-54, RPC-55, RPC-60..64, EDGE-27)', async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const supervisor = createFakeSupervisor([], 'info', scratch.write('main.log', 'main'))
  supervisor.add('web', {
    stdout_logfile: scratch.write('out', '0123456789'),
    stderr_logfile: scratch.write('err', Buffer.from([0x61, 0xc3, 0xa9, 0x1b, 0x00, 0xff])),
  })
  supervisor.add('none', { stdout_logfile: null })
  supervisor.add('gone', { stdout_logfile: scratch.at('gone') })
  const call = client(supervisor)
  assert.equal(await call('readLog', 0, 0), 'main')
  assert.equal(await call('readMainLog', -2, 0), 'in')
  assert.equal(await call('readProcessStdoutLog', 'web', 0, 0), '0123456789')
  assert.equal(await call('readProcessLog', 'web', -3, 0), '789')
  assert.equal(await call('readProcessLog', 'web', '2', '3'), '234')
  assert.equal(await call('readProcessLog', 'web', 99, 0), '')
  assert.equal(await call('readProcessLog', 'web', -3, 1), '3 BAD_ARGUMENTS')
  assert.equal(await call('readProcessLog', 'web', 0, -1), '3 BAD_ARGUMENTS')
  assert.match(String(await call('readProcessLog', 'none', 0, 0)), /^20 NO_FILE/)
  assert.equal(await call('readProcessLog', 'gone', 0, 0), `20 NO_FILE: ${scratch.at('gone')}`)
  assert.deepEqual(await call('tailProcessLog', 'gone', 0, 10), ['', 0, false])
  assert.deepEqual(await call('tailProcessStdoutLog', 'web', 8, 4), ['6789', 10, false])
  assert.deepEqual(await call('tailProcessStdoutLog', 'web', 2, 7), ['3456789', 10, true])
  assert.equal(await call('readProcessStderrLog', 'web', 2, 0), '\ufffd\ufffd\ufffd\ufffd')
  assert.deepEqual(await call('tailProcessStderrLog', 'web', 0, 6), ['aé\ufffd\ufffd\ufffd', 6, false])
  assert.equal(await call('readProcessLog', 'web:*', 0, 0), '10 BAD_NAME: web:*')
})

test('logs are cleared (RPC-36, RPC-56, RPC-57)', async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const supervisor = createFakeSupervisor([], 'info', scratch.write('main.log', 'main'))
  const web = supervisor.add('web', { priority: 2 })
  supervisor.add('api', { priority: 1 })
  const call = client(supervisor)
  assert.equal(await call('clearLog'), true)
  assert.equal(scratch.read('main.log'), '')
  assert.equal(await client(createFakeSupervisor())('clearLog'), '20 NO_FILE')
  assert.equal(await call('clearProcessLogs', 'web'), true)
  web.refuse = new Fault('FAILED', 'anything')
  assert.equal(await call('clearProcessLog', 'web:web'), '30 FAILED: web:web')
  web.refuse = new Fault('FAILED', 'anything')
  assert.deepEqual(await call('clearAllProcessLogs'), [
    { name: 'api', group: 'api', status: 80, description: 'OK' },
    { name: 'web', group: 'web', status: 30, description: 'FAILED: web' },
  ])
})

test('text goes to stdin, everything else is a wrong parameter (RPC-58)', async () => {
  const supervisor = createFakeSupervisor()
  const web = supervisor.add('web')
  const call = client(supervisor)
  assert.equal(await call('sendProcessStdin', 'web', 5), '2 INCORRECT_PARAMETERS: 5')
  assert.equal(await call('sendProcessStdin', 'web', 'é\n'), '70 NOT_RUNNING: web')
  web.state = 'RUNNING'
  assert.equal(await call('sendProcessStdin', 'web', 'é\n'), true)
  web.refuse = new Fault('NO_FILE', 'web')
  assert.equal(await call('sendProcessStdin', 'web:web', 'x'), '20 NO_FILE: web:web')
  assert.deepEqual(web.stdin, ['é\n'])
})

test('an event reaches listeners with its type and data (RPC-59, EVT-15)', async () => {
  const supervisor = createFakeSupervisor()
  assert.equal(await client(supervisor)('sendRemoteCommEvent', 'kind', 'line\nline'), true)
  const [event] = supervisor.events
  assert.equal(event?.type, 'REMOTE_COMMUNICATION')
  assert.equal(event?.payload(), 'type:kind\nline\nline')
})

test('names and offsets of wrong types are wrong parameters', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('web')
  const call = client(supervisor)
  for (const [method, ...parameters] of [
    ['getProcessInfo', 5],
    ['startProcess', null],
    ['stopProcessGroup', ['web']],
    ['addProcessGroup', { a: 1 }],
    ['readProcessLog', 'web', 'x', 0],
    ['tailProcessLog', 'web', 0, [1]],
    ['readLog', null, 0],
  ] as const) {
    assert.equal(await call(method, ...(parameters as XmlRpcValue[])), '2 INCORRECT_PARAMETERS', method)
  }
})

test('too few and too many arguments are wrong parameters (RPC-07)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('web')
  const call = client(supervisor)
  for (const [method, ...parameters] of [
    ['getPID', 1],
    ['startProcess'],
    ['startProcess', 'web', true, 1],
    ['startAllProcesses', true, 1],
    ['signalProcess', 'web'],
    ['readLog', 0],
    ['sendRemoteCommEvent', 'a'],
  ] as const) {
    assert.equal(await call(method, ...parameters), '2 INCORRECT_PARAMETERS', method)
  }
})
