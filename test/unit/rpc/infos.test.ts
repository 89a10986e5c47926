import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boot, program } from './client.js'

const LOGS = 'stdout_logfile=/tmp/none.log\nstderr_logfile=NONE\n'

test('infos are sorted by group and name, and follow every change (RPC-51, RPC-52)', async (context) => {
  const config = `[group:z]\nprograms=b,a\n${program('b')}${program('a')}${program('y')}`
  const { harness, call } = await boot(context, config)
  const names = async () =>
    ((await call('getAllProcessInfo')) as { name: string; statename: string }[]).map(
      ({ name, statename }) => `${name} ${statename}`,
    )
  assert.deepEqual(await names(), ['y STOPPED', 'a STOPPED', 'b STOPPED'])
  await call('startProcess', 'z:a')
  assert.deepEqual(await names(), ['y STOPPED', 'a RUNNING', 'b STOPPED'])
  harness.setConfig(`[supervisord]\n${config}${program('c')}`)
  await call('reloadConfig')
  await call('addProcessGroup', 'c')
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

test('config infos have the fields of 4.4, with none and auto (RPC-53, RPC-67, RPC-68)', async (context) => {
  const { call } = await boot(
    context,
    '[group:g]\nprograms=web\n' +
      `[program:web]\ncommand=/bin/cat\nautostart=false\nuser=www\nstdout_logfile_maxbytes=5000000000\n${LOGS}` +
      program('api', 'autorestart=true\n'),
  )
  const infos = (await call('getAllConfigInfo')) as Record<string, unknown>[]
  assert.deepEqual(
    infos.map(({ name }) => name),
    ['api', 'web'],
  )
  assert.deepEqual(infos[1], {
    autostart: false,
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
  await call('reloadConfig')
  const [again] = (await call('getAllConfigInfo')) as Record<string, unknown>[]
  assert.equal(again?.stdout_logfile, 'auto')
  await call('removeProcessGroup', 'api')
  const [gone] = (await call('getAllConfigInfo')) as Record<string, unknown>[]
  assert.equal(gone?.inuse, false)
})
