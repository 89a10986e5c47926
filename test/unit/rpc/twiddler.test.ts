import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'

const PROGRAMS = '[group:g]\nprograms=a\n[program:a]\ncommand=/bin/cat\nstartsecs=0\n'

const CONFIG = `[supervisord]
environment=COLOUR="red"
[unix_http_server]
file=%(here)s/s.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[rpcinterface:twiddler]
supervisor.rpcinterface_factory = supervisor_twiddler.rpcinterface:make_twiddler_rpcinterface
`

function start(more = '') {
  return createHarness(`${CONFIG}${more}${PROGRAMS}`, { plugins: standardPlugins })
}

test('a program is added to a group with the options of a config file, and starts (clients.md 17)', async () => {
  const harness = await start()
  assert.equal(await harness.rpc('twiddler.getAPIVersion'), '1.0')
  assert.deepEqual(await harness.rpc('twiddler.getGroupNames'), ['g'])
  const names = async () =>
    ((await harness.rpc('supervisor.getAllProcessInfo')) as { name: string }[]).map(({ name }) => name)
  assert.deepEqual(await names(), ['a'])
  const options = {
    command: '/bin/echo %(ENV_COLOUR)s %(group_name)s',
    process_name: '%(program_name)s_%(process_num)s',
    numprocs: 2,
    startsecs: '0',
    autostart: true,
    environment: 'SHAPE=round',
  }
  assert.equal(await harness.rpc('twiddler.addProgramToGroup', 'g', 'ls', options), true)
  assert.deepEqual(await names(), ['a', 'ls_0', 'ls_1'])
  await harness.advance(0)
  assert.equal(harness.process('g:ls_1').state, 'RUNNING')
  const { request } = harness.child('g:ls_0')
  assert.deepEqual(request.argv, ['/bin/echo', 'red', 'g'])
  assert.equal(request.environment.SHAPE, 'round')
  assert.equal(request.environment.COLOUR, 'red')
  assert.equal(request.environment.SUPERVISOR_SERVER_URL, `unix://${harness.here}/s.sock`)
  const infos = (await harness.rpc('supervisor.getAllConfigInfo')) as { name: string }[]
  assert.deepEqual(infos.map(({ name }) => name).sort(), ['a', 'ls_0', 'ls_1'])
  await harness.stop()
})

test('a program added at run time survives update, and comes back with a group that update replaces', async () => {
  const harness = await start()
  await harness.rpc('twiddler.addProgramToGroup', 'g', 'b', { command: '/bin/cat', startsecs: 0 })
  await harness.advance(0)
  const { pid } = harness.process('g:b')
  assert.deepEqual(await harness.rpc('supervisor.reloadConfig'), [[[], [], []]])
  assert.equal(harness.process('g:b').pid, pid)

  harness.setConfig(`${CONFIG}${PROGRAMS}priority=5\n`)
  assert.deepEqual(await harness.rpc('supervisor.reloadConfig'), [[[], ['g'], []]])
  await harness.rpc('supervisor.stopProcessGroup', 'g')
  await harness.rpc('supervisor.removeProcessGroup', 'g')
  await harness.rpc('supervisor.addProcessGroup', 'g')
  await harness.advance(0)
  assert.equal(harness.process('g:b').state, 'RUNNING')
  assert.equal(harness.process('g:a').config.priority, 5)
  await harness.stop()
})

test('a process is removed once it is stopped, and stays away over update', async () => {
  const harness = await start()
  await harness.rpc('twiddler.addProgramToGroup', 'g', 'b', { command: '/bin/cat', startsecs: 0 })
  await harness.advance(0)
  await assert.rejects(harness.rpc('twiddler.removeProcessFromGroup', 'g', 'b'), /STILL_RUNNING: b/)
  await assert.rejects(harness.rpc('twiddler.removeProcessFromGroup', 'g', 'x'), /BAD_NAME: x/)
  await assert.rejects(harness.rpc('twiddler.removeProcessFromGroup', 'x', 'b'), /BAD_NAME: group: x/)
  for (const name of ['a', 'b']) {
    await harness.rpc('supervisor.stopProcess', `g:${name}`)
    assert.equal(await harness.rpc('twiddler.removeProcessFromGroup', 'g', name), true)
  }
  assert.deepEqual(await harness.rpc('supervisor.getAllProcessInfo'), [])
  assert.deepEqual(await harness.rpc('supervisor.reloadConfig'), [[[], [], []]])
  await assert.rejects(harness.rpc('supervisor.startProcess', 'g:b'), /BAD_NAME: g:b/)
  // Its name is free again.
  await harness.rpc('twiddler.addProgramToGroup', 'g', 'a', { command: '/bin/true', autostart: 'false' })
  assert.deepEqual(await harness.rpc('supervisor.reloadConfig'), [[[], [], []]])
  assert.equal(harness.process('g:a').config.command, '/bin/true')
  await harness.stop()
})

test('what cannot be a program is refused with every reason, and nothing is added', async () => {
  const harness = await start()
  const add = (group: string, name: string, options: Parameters<typeof harness.rpc>[1]) =>
    harness.rpc('twiddler.addProgramToGroup', group, name, options)
  await assert.rejects(add('x', 'b', { command: 'cat' }), /BAD_NAME: group: x/)
  await assert.rejects(add('g', 'a', { command: 'cat' }), /BAD_NAME: a/)
  await assert.rejects(add('g', 'b', {}), /INCORRECT_PARAMETERS: program section program:b does not specify/)
  await assert.rejects(add('g', 'b', { command: 'cat', startsecs: 'soon' }), /INCORRECT_PARAMETERS: .*soon/)
  await assert.rejects(add('g', 'b:c', { command: 'cat' }), /INCORRECT_PARAMETERS: Invalid name/)
  await assert.rejects(add('g', 'b', { command: ['cat'] }), /INCORRECT_PARAMETERS: command/)
  await assert.rejects(add('g', 'b', 'cat'), /INCORRECT_PARAMETERS/)
  assert.deepEqual([...harness.supervisor.groups.get('g')!.processes.keys()], ['a'])
  await harness.stop()
})

test('clients write into the log, at a level of either name or by its number', async () => {
  const harness = await start()
  await harness.rpc('twiddler.log', 'one')
  await harness.rpc('twiddler.log', 'two', 'warn')
  await harness.rpc('twiddler.log', 'three', 'ERRO')
  await harness.rpc('twiddler.log', 'four', 50)
  await assert.rejects(harness.rpc('twiddler.log', 'five', 'LOUD'), /INCORRECT_PARAMETERS/)
  await assert.rejects(harness.rpc('twiddler.log', 'six', 21), /INCORRECT_PARAMETERS/)
  assert.match(harness.log().join('\n'), /INFO one\nWARN two\nERRO three\nCRIT four/)
  await harness.stop()
})

test('a whitelist refuses all other methods with fault 230', async () => {
  const harness = await createHarness(
    `${CONFIG.trimEnd()}\nwhitelist = getAPIVersion, getGroupNames\n${PROGRAMS}`,
    { plugins: standardPlugins },
  )
  assert.equal(await harness.rpc('twiddler.getAPIVersion'), '1.0')
  await assert.rejects(harness.rpc('twiddler.log', 'x'), /NOT_IN_WHITELIST: log/)
  const answers = await harness.rpc('system.multicall', [{ methodName: 'twiddler.log', params: ['x'] }])
  assert.equal((answers as { faultCode: number }[])[0]?.faultCode, 230)
  await harness.stop()
})
