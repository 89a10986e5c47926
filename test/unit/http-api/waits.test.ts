import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardPlugins } from '../../../plugins/standard.js'
import { EventsClient } from '../../e2e/http-api/client.js'
import { program, serve, tapping } from '../http/served.js'

test('a stream tells when a plugin begins and ends to hold a program back, at each of its steps', async (context) => {
  const holds = new Set<string>()
  const plugin = tapping(({ hooks }) => {
    const hold = (step: string) => () => (holds.has(step) ? { hold: `${step} waits` } : undefined)
    hooks.startDecision.tap('test', hold('start'))
    hooks.runningDecision.tap('test', hold('running'))
    hooks.stopDecision.tap('test', hold('stop'))
  })
  const { harness, address } = await serve(context, {
    config: program('web'),
    plugins: [...standardPlugins, plugin],
  })
  const web = harness.process('web')
  const client = new EventsClient(address, '?types=program')
  context.after(() => client.close())
  await client.next('hello')
  let told = 0
  const next = async (state: string, description: RegExp) => {
    const { data } = await client.until((events) => {
      const index = events.findIndex(
        ({ data: one }, at) => at > told && one.state === state && description.test(one.description),
      )
      if (index < 0) return undefined
      told = index
      return events[index]
    })
    assert.deepEqual([data.state, data.description], [web.state, web.info().description])
  }
  const release = (step: string) => {
    holds.delete(step)
    web.release()
  }
  holds.add('start')
  const first = web.start()
  await next('STOPPED', /^held: start waits$/)
  // There is nothing to stop: the start is given up.
  await Promise.all([web.stop().catch(() => {}), first.catch(() => {})])
  await next('STOPPED', /^Not started$/)
  const second = web.start()
  await next('STOPPED', /^held: start waits$/)
  holds.add('running')
  release('start')
  await next('STARTING', /^held: running waits$/)
  release('running')
  await next('RUNNING', /^pid/)
  await second
  holds.add('stop')
  const stop = web.stop()
  await next('STOPPING', /^held: stop waits$/)
  release('stop')
  await next('STOPPED', /20\d\d|AM|PM/)
  await stop
})

test('a stream tells when a stop request cancels the restart that a program waits for', async (context) => {
  const plugin = tapping(({ hooks }) => {
    hooks.restartDecision.tap('test', () => ({ restart: true, delayMs: 60_000 }))
  })
  const { harness, address } = await serve(context, {
    config: program('web', 'startsecs=0'),
    plugins: [...standardPlugins, plugin],
    onSpawn: (child) => child.exit({ code: 1 }),
  })
  const web = harness.process('web')
  const client = new EventsClient(address, '?types=program')
  context.after(() => client.close())
  await client.next('hello')
  await web.start().catch(() => {})
  await client.next('program', ({ state, waitingFor }) => state === 'EXITED' && waitingFor === 'restart')
  await web.stop().catch(() => {})
  const { data } = await client.until((events) =>
    events.find(
      ({ data: one }, index) => one.waitingFor === null && events[index - 1]?.data.waitingFor === 'restart',
    ),
  )
  assert.equal(data.state, 'EXITED')
})
