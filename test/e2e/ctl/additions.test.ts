// What supervisorctl has beyond the original: it works with both servers as far as they tell it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { executable, type Kind, skipUnless } from '../../support/systems.js'

const CONFIG = [
  '[program:web]\ncommand=sleep 1000\nstartsecs=0',
  '[program:w]\ncommand=sleep 1000\nprocess_name=w%(process_num)d\nnumprocs=2\nstartsecs=0\nautostart=false',
  '[program:late]\ncommand=sleep 1000\nstartsecs=1\nautostart=false',
  '[program:bad]\ncommand=sh -c "exit 1"\nstartsecs=600\nstartretries=0\nautostart=false',
].join('\n')

for (const kind of ['reeve', 'supervisor'] as const satisfies readonly Kind[]) {
  describe(`supervisorctl with ${kind}`, { skip: skipUnless(kind, 'reeve') }, () => {
    let daemon: Daemon
    before(async () => {
      daemon = await startDaemon({ kind, config: CONFIG })
      await daemon.until('web', 'RUNNING')
    })
    after(() => daemon?.close())
    const ctl = (...args: string[]) => daemon.control(args, 'reeve')
    const follow = (...args: string[]) => {
      const child = spawn(
        executable('reeve', 'supervisorctl'),
        ['-c', daemon.scratch.at('c.conf'), ...args],
        {
          env: { ...process.env, ...daemon.scratch.mark },
        },
      )
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
      return { child, lines: new Lines(child.stdout), ended }
    }

    test('status --json is an array of objects, with the exit statuses of status', async () => {
      const all = await ctl('status', '--json')
      assert.equal(all.code, 3)
      const records = JSON.parse(all.stdout)
      assert.deepEqual(
        records.map((one: { namespec: string }) => one.namespec),
        ['bad', 'late', 'w:w0', 'w:w1', 'web'],
      )
      const web = records[4]
      const info = await daemon.info('web')
      assert.equal(web.pid, info.pid)
      assert.equal(web.state, 'RUNNING')
      assert.equal(Math.floor(web.startedAt / 1000), Number(info.start))
      // What only Reeve knows.
      assert.equal(web.restarts, kind === 'reeve' ? 0 : null)
      assert.equal(web.spawnError, null)
      const one = await ctl('status', 'web', '--json')
      assert.equal(one.code, 0)
      const unknown = await ctl('status', '--json', 'nope', 'no:*')
      assert.equal(unknown.code, 4)
      assert.deepEqual(JSON.parse(unknown.stdout), [
        { namespec: 'nope', error: 'no such process' },
        { namespec: 'no:*', error: 'no such group' },
      ])
    })

    test('status --watch prints a line a change where it is no terminal, until Ctrl-C', async () => {
      const { child, lines, ended } = follow('status', '--watch', 'w:*')
      await lines.waitFor(/^\d\d:\d\d:\d\d w:w0 +STOPPED +Not started$/)
      await daemon.ask('startProcess', 'w:w0')
      await lines.waitFor(/^\d\d:\d\d:\d\d w:w0 +RUNNING +pid \d+, uptime 0:00:0\d$/)
      assert.equal(lines.matching(/web/).length, 0)
      child.kill('SIGINT')
      assert.equal(await ended, 0)
      assert.equal((await ctl('status', '--watch', 'nope')).code, 4)
    })

    test('wait returns when all are in the state', async () => {
      assert.deepEqual(
        { ...(await ctl('wait', 'web')), stderr: '' },
        { ...(await ctl('wait', 'web')), stdout: 'web: RUNNING\n', code: 0, stderr: '' },
      )
      const waiting = follow('wait', 'late', 'web', '--for=running', '--timeout=20')
      await waiting.lines.waitFor(/^web: RUNNING$/)
      await daemon.ask('startProcess', 'late')
      await waiting.lines.waitFor(/^late: RUNNING$/)
      assert.equal(await waiting.ended, 0)
      const stopped = follow('wait', 'late', '--for=STOPPED,EXITED')
      await daemon.ask('stopProcess', 'late')
      await stopped.lines.waitFor(/^late: STOPPED$/)
      assert.equal(await stopped.ended, 0)
    })

    test('wait ends with a word and a status when it cannot come true', async () => {
      const late = await ctl('wait', 'late', '--timeout=3')
      assert.deepEqual([late.code, late.stdout], [1, 'late: ERROR (still STOPPED after 3 s)\n'])
      const waiting = follow('wait', 'bad', '--timeout=20')
      await daemon.call('startProcess', 'bad', false)
      assert.equal(await waiting.ended, 3)
      assert.match(waiting.lines.text, /^bad: ERROR \(FATAL: Exited too quickly/)
      assert.equal((await ctl('wait', 'nope')).code, 4)
      for (const args of [
        ['wait'],
        ['wait', 'web', '--for=DONE'],
        ['wait', 'web', '--timeout=x'],
        ['wait', 'web', '--x'],
      ]) {
        assert.equal((await ctl(...args)).code, 2, args.join(' '))
      }
    })

    test('plugins lists those of both programs, or says that the server tells of none', async () => {
      const { code, stdout } = await ctl('plugins')
      assert.match(stdout, /^supervisorctl +default +\S+ +applied +built in$/m)
      if (kind === 'reeve') {
        assert.equal(code, 0)
        assert.match(stdout, /^supervisord +http-api +\S+ +applied +built in$/m)
        const one = await ctl('plugins', 'http-api')
        assert.match(one.stdout, /^http-api \(supervisord\)\n/)
        assert.match(one.stdout, /hooks +.*stateChange/)
        const json = JSON.parse((await ctl('plugins', '--json')).stdout)
        assert.ok(json.supervisord.length > 5 && json.supervisorctl.length > 0)
      } else {
        assert.equal(code, 1)
        assert.match(stdout, /^supervisord: ERROR \(it does not tell of plugins/)
      }
      assert.equal((await ctl('plugins', 'nope')).code, 1)
    })
  })
}
