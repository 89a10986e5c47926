import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { executable, type Kind, skipUnless } from '../../support/systems.js'

const CONFIG = `[group:celery]
programs=worker-a,worker-b
[program:worker-a]
command=cat
startsecs=0
[program:worker-b]
command=cat
startsecs=0
[program:web-a]
command=cat
startsecs=0
[ctlplugin:wildcards]
supervisor.ctl_factory = supervisorwildcards.controllerplugin:make_wildcards_controllerplugin
[ctlplugin:quick]
supervisor.ctl_factory = supervisor_quick:make_quick_controllerplugin
retries = 200
[ctlplugin:serialrestart]
supervisor.ctl_factory = supervisorserialrestart.controllerplugin:make_serialrestart_controllerplugin
[ctlplugin:cache]
supervisor.ctl_factory = supervisor_cache.controllerplugin:make_cache_controllerplugin
`

for (const kind of ['reeve', 'supervisor'] as readonly Kind[]) {
  describe(`the ctl plugins of real configs, on a daemon of ${kind}`, { skip: skipUnless(kind) }, () => {
    let daemon: Daemon

    before(async () => {
      daemon = await startDaemon({
        kind,
        config:
          kind === 'reeve'
            ? `${CONFIG}[rpcinterface:cache]\nsupervisor.rpcinterface_factory=supervisor_cache.rpcinterface:make_cache_rpcinterface\n`
            : CONFIG,
      })
      await running()
    })
    after(() => daemon?.close())

    async function running(): Promise<void> {
      for (const name of ['celery:worker-a', 'celery:worker-b', 'web-a']) await daemon.until(name, 'RUNNING')
    }

    /** Lines of processes that are handled at the same time come in any order. */
    async function say(...args: string[]): Promise<string[]> {
      const { stdout, stderr } = await daemon.control(args, 'reeve')
      assert.equal(stderr, '')
      return stdout.split('\n').slice(0, -1).sort()
    }

    test('mstop, mstart, mrestart and mstatus act on the processes whose name matches', async () => {
      assert.deepEqual(await say('mstop', '*-a'), ['celery:worker-a: stopped', 'web-a: stopped'])
      const status = await daemon.control(['mstatus', '*-a', 'worker-b'], 'reeve')
      assert.equal(status.code, 3)
      assert.match(
        status.stdout,
        /^celery:worker-a +STOPPED .*\ncelery:worker-b +RUNNING .*\nweb-a +STOPPED .*\n$/,
      )
      assert.deepEqual(await say('mstart', 'worker-[a]', 'web*'), [
        'celery:worker-a: started',
        'web-a: started',
      ])
      assert.deepEqual(await say('mrestart', 'all'), [
        'celery:worker-a: started',
        'celery:worker-a: stopped',
        'celery:worker-b: started',
        'celery:worker-b: stopped',
        'web-a: started',
        'web-a: stopped',
      ])
      assert.deepEqual(await say('mstop', 'celery:*'), ['No process matched given expression.'])
      await running()
    })

    test('quickstop, quickstart and quickrestart ask without waiting and print the state', async () => {
      assert.deepEqual(await say('quickstop', 'celery:'), [
        'celery:worker-a: STOPPED',
        'celery:worker-b: STOPPED',
      ])
      assert.deepEqual(await say('quickstop', 'celery:worker-a'), ['celery:worker-a ERROR(NOT_RUNNING)'])
      assert.deepEqual(await say('quickstart', 'cel*'), [
        'celery:worker-a: RUNNING',
        'celery:worker-b: RUNNING',
      ])
      assert.deepEqual(await say('quickrestart', 'web-a'), ['web-a:web-a: RUNNING', 'web-a:web-a: STOPPED'])
      assert.deepEqual(await say('quickstart', 'nope'), ['No process matched given expression.'])
    })

    test('serialrestart restarts one after another', async () => {
      const all = await daemon.control(['serialrestart', 'all'], 'reeve')
      assert.equal(
        all.stdout,
        ['celery:worker-a', 'celery:worker-b', 'web-a']
          .map((name) => `${name}: stopped\n${name}: started\n`)
          .join(''),
      )
      assert.deepEqual(await say('serialrestart', 'celery:*b', 'nope'), [
        'No such process nope',
        'celery:worker-b: started',
        'celery:worker-b: stopped',
      ])
      const refused = await daemon.control(['serialrestart'], 'reeve')
      assert.match(refused.stdout, /^Error: serialrestart requires a process name\nserialrestart <name>/)
    })

    test('the commands stand in help by plugin', async () => {
      const { stdout } = await daemon.control(['help'], 'reeve')
      assert.match(
        stdout,
        /^wildcards commands \(type help <topic>\):\n=+\nmrestart {2}mstart {2}mstatus {2}mstop$/m,
      )
      assert.match(stdout, /^quick commands .*:\n=+\nquickrestart {2}quickstart {2}quickstop$/m)
      assert.match((await daemon.control(['help', 'mstop'], 'reeve')).stdout, /^mstop <pattern>/)
    })

    // Stock Supervisor has no such namespace without the Python package.
    if (kind === 'reeve') {
      test('the cache commands reach the namespace cache', async () => {
        const input = `cache_keys\ncache_store 'foo' 'bar baz'\ncache_fetch 'foo'\ncache_count\ncache_keys\ncache_fetch\n`
        const { stdout } = await run(
          executable('reeve', 'supervisorctl'),
          ['-c', daemon.scratch.at('c.conf')],
          { input, environment: daemon.scratch.mark },
        )
        assert.deepEqual(
          stdout
            .split('\n')
            .filter((line) => /^(supervisor> )*[[\]'1c]/.test(line) && !line.includes('RUNNING')),
          [
            'supervisor> []',
            "supervisor> supervisor> 'bar baz'",
            'supervisor> 1',
            "supervisor> ['foo']",
            'supervisor> cache_fetch <key>\tShow one item',
          ],
        )
      })
    }
  })
}

test('match_group = 1 matches against group:name', async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `${CONFIG.replace('[ctlplugin:quick]', 'match_group = 1\n[ctlplugin:quick]')}`,
  })
  try {
    await daemon.until('celery:worker-b', 'RUNNING')
    const { stdout } = await daemon.control(['mstop', 'celery:*b'])
    assert.equal(stdout, 'celery:worker-b: stopped\n')
  } finally {
    await daemon.close()
  }
})
