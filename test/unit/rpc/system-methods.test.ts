import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, boot, program } from './client.js'

test('methods are listed sorted, with aliases and system methods (RPC-70)', async (context) => {
  const { harness } = await boot(context)
  const outcome = await ask(harness, 'system.listMethods')
  assert.ok('value' in outcome && Array.isArray(outcome.value))
  const names = outcome.value as string[]
  assert.deepEqual([...names].sort(), names)
  assert.equal(names.length, 41)
  for (const name of [
    'supervisor.getVersion',
    'supervisor.clearProcessLog',
    'supervisor.readMainLog',
    'system.multicall',
  ]) {
    assert.ok(names.includes(name), name)
  }
})

test('every method has help and the signature of Supervisor (RPC-71, RPC-72)', async (context) => {
  const { harness } = await boot(context)
  const outcome = await ask(harness, 'system.listMethods')
  assert.ok('value' in outcome)
  for (const name of outcome.value as string[]) {
    const help = await ask(harness, 'system.methodHelp', name)
    assert.ok(
      'value' in help && /^[A-Z].*\n\n(@param \w+ \w+ .*\n)*@return \w+ \w+ .*$/.test(String(help.value)),
      name,
    )
  }
  const signature = async (name: string) => {
    const answer = await ask(harness, 'system.methodSignature', name)
    return 'value' in answer ? (answer.value as string[]).join(',') : `${answer.fault} ${answer.text}`
  }
  assert.equal(await signature('supervisor.startProcess'), 'boolean,string,boolean')
  assert.equal(await signature('supervisor.tailProcessLog'), 'array,string,int,int')
  assert.equal(await signature('supervisor.reloadConfig'), 'array')
  assert.equal(await signature('supervisor.getState'), 'struct')
  assert.equal(await signature('system.listMethods'), 'array')
  assert.equal(await signature('system.methodHelp'), 'string,string')
  assert.equal(await signature('system.methodSignature'), 'array,string')
  assert.equal(await signature('system.multicall'), 'array,array')
  assert.equal(await signature('supervisor.nope'), '4 SIGNATURE_UNSUPPORTED')
  assert.deepEqual(await ask(harness, 'system.methodHelp', 'nope'), {
    fault: 4,
    text: 'SIGNATURE_UNSUPPORTED',
  })
})

test('a method is exactly namespace.name and not private (RPC-06)', async (context) => {
  const { harness } = await boot(context)
  for (const method of [
    'getState',
    'supervisor',
    'supervisor.',
    '.getState',
    'supervisor.getState.x',
    'supervisor.supervisor.getState',
    'supervisor._update',
    'supervisor.constructor',
    'supervisor.__proto__',
    'system.system',
    'nope.getState',
    ' supervisor.getState',
  ]) {
    assert.deepEqual(await ask(harness, method), { fault: 1, text: 'UNKNOWN_METHOD' }, method)
  }
})

test('multicall carries out one call after another, with bare values and fault structs (RPC-73)', async (context) => {
  const { harness } = await boot(context, program('web'))
  const one = (methodName: string, ...params: (string | boolean)[]) => ({ methodName, params })
  assert.deepEqual(
    await ask(harness, 'system.multicall', [
      { methodName: 'supervisor.getPID' },
      one('supervisor.nope'),
      { params: [] },
      one('system.multicall'),
      { methodName: ['system.multicall'], params: [[]] },
      one('supervisor.startProcess', 'web'),
      one('supervisor.stopProcess', 'web'),
      one('supervisor.stopProcess', 'bad'),
      one('system.methodHelp', 'nope'),
    ]),
    {
      value: [
        1_000,
        { faultCode: 1, faultString: 'UNKNOWN_METHOD' },
        { faultCode: 2, faultString: 'INCORRECT_PARAMETERS: No methodName' },
        { faultCode: 2, faultString: 'INCORRECT_PARAMETERS: Recursive system.multicall forbidden' },
        { faultCode: 2, faultString: 'INCORRECT_PARAMETERS: Recursive system.multicall forbidden' },
        true,
        true,
        { faultCode: 10, faultString: 'BAD_NAME: bad' },
        { faultCode: 4, faultString: 'SIGNATURE_UNSUPPORTED' },
      ],
    },
  )
  assert.deepEqual(
    harness.posix.children.all.map(({ signals }) => signals),
    [[15]],
  )
  assert.deepEqual(await ask(harness, 'system.multicall', 'x'), { fault: 2, text: 'INCORRECT_PARAMETERS' })
  assert.deepEqual(await ask(harness, 'system.multicall', [5, { methodName: 'a', params: 'x' }]), {
    value: [
      { faultCode: 2, faultString: 'INCORRECT_PARAMETERS: No methodName' },
      { faultCode: 2, faultString: 'INCORRECT_PARAMETERS' },
    ],
  })
})
