import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { createHarness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'
import { httpHooks, type Plugin } from '../../../sdk/index.js'
import { request } from '../../support/address.js'
import { program, serve } from './served.js'

const acme = (addRoutes: (server: FastifyInstance) => void): Plugin => ({
  name: 'acme',
  apply: (supervisor) => httpHooks(supervisor).server.tap('acme', addRoutes),
})

for (const [index, path] of [
  '/api/v1',
  '/api/v1/*',
  '/api/v1/acme',
  '/api/v1/programs/:namespec',
].entries()) {
  test(`a route of another plugin at ${path} is refused with both names, and the API answers`, async (context) => {
    const plugin = acme((server) => {
      server.get('/acme', (_request, reply) => reply.send('acme'))
      server.get(path, (_request, reply) => reply.send('acme'))
    })
    const { address, lines, supervisor } = await serve(context, {
      config: program('web'),
      // Wherever in the list it stands.
      plugins: index % 2 === 0 ? [plugin, ...standardPlugins] : [...standardPlugins, plugin],
    })
    const { body } = await request(address, 'GET', '/api/v1/programs/web')
    assert.equal((JSON.parse(body.toString()) as { namespec: string }).namespec, 'web')
    assert.equal((await request(address, 'GET', '/acme')).body.toString(), 'acme')
    assert.notEqual((await request(address, 'GET', '/api/v1/acme')).body.toString(), 'acme')
    const refusal = `plugin acme failed in hook http.server: its route GET ${path} is not added: plugin http-api answers for everything below /api/v1`
    assert.ok(lines().some((line) => line.includes(refusal)))
    const record = supervisor.plugins.find(({ name }) => name === 'acme')
    assert.deepEqual(record?.routes, ['GET /acme'])
    assert.match(record?.lastError?.message ?? '', /its route GET .* is not added/)
  })
}

test('paths that only look like those of the API are free', async (context) => {
  const plugin = acme((server) => {
    for (const path of ['/api/v10', '/api/v2/acme', '/api/:version/acme']) {
      server.get(path, (_request, reply) => reply.send('acme'))
    }
  })
  const { address } = await serve(context, { plugins: [...standardPlugins, plugin] })
  for (const path of ['/api/v10', '/api/v2/acme', '/api/v3/acme']) {
    assert.equal((await request(address, 'GET', path)).body.toString(), 'acme')
  }
})

test('a plugin that fails in a plugin of fastify is named, and everybody else answers', async (context) => {
  const plugin = acme((server) => {
    server.register(async (scope) => {
      scope.get('/api/v1/acme', (_request, reply) => reply.send('acme'))
    })
  })
  const { address, lines } = await serve(context, { plugins: [plugin, ...standardPlugins] })
  for (const path of ['/ok.html', '/api/v1/programs', '/index.html']) {
    assert.equal((await request(address, 'GET', path)).status, 200, path)
  }
  const refusal = /plugin acme failed in hook http\.server: its route GET \/api\/v1\/acme is not added/
  assert.ok(lines().some((line) => refusal.test(line)))
})

test('two plugins cannot keep the same path to themselves', async () => {
  const plugin: Plugin = {
    name: 'acme',
    requires: ['http-api'],
    apply: (supervisor) => httpHooks(supervisor).roots.claim('/api', 'acme'),
  }
  await assert.rejects(
    createHarness('[supervisord]\n[unix_http_server]\nfile=/tmp/s.sock\n', {
      plugins: [...standardPlugins, plugin],
    }),
    /plugin acme cannot keep \/api: plugin http-api keeps \/api\/v1/,
  )
})
