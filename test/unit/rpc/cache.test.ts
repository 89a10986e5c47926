import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'

for (const factory of [
  'supervisor_cache:make_cache_rpcinterface',
  'supervisor_cache.rpcinterface:make_cache_rpcinterface',
]) {
  test(`${factory} keeps values by key (clients.md 17)`, async () => {
    const harness = await createHarness(
      `[supervisord]\n[unix_http_server]\nfile=%(here)s/s.sock\n[rpcinterface:cache]\nsupervisor.rpcinterface_factory=${factory}\n`,
      { plugins: standardPlugins },
    )
    const { rpc } = harness
    assert.equal(await rpc('cache.getAPIVersion'), '0.2')
    assert.deepEqual(await rpc('cache.getKeys'), [])
    assert.equal(await rpc('cache.store', 'foo', 'bar baz'), true)
    assert.equal(await rpc('cache.store', 'eggs', ''), true)
    assert.equal(await rpc('cache.fetch', 'foo'), 'bar baz')
    assert.equal(await rpc('cache.fetch', 'eggs'), '')
    assert.deepEqual(await rpc('cache.getKeys'), ['eggs', 'foo'])
    assert.equal(await rpc('cache.getCount'), 2)
    assert.equal(await rpc('cache.delete', 'foo'), true)
    assert.equal(await rpc('cache.delete', 'foo'), true)
    await assert.rejects(rpc('cache.fetch', 'foo'), { message: 'BAD_NAME' })
    assert.equal(await rpc('cache.clear'), true)
    assert.equal(await rpc('cache.getCount'), 0)
    for (const key of ['', 7]) {
      await assert.rejects(rpc('cache.store', key, 'x'), /BAD_NAME: Cache key must be a non-empty string/)
    }
    await assert.rejects(rpc('cache.store', 'x'), /INCORRECT_PARAMETERS/)
    await harness.stop()
  })
}
