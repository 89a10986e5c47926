import assert from 'node:assert/strict'
import { test } from 'node:test'
import { client } from './client.js'
import { createFakeSupervisor } from './fake-supervisor.js'

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
