// Following logs and talking to a process in the foreground: CTL-29, CTL-50 to CTL-52.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { executable, skipUnless } from '../../support/systems.js'

describe('supervisorctl on a stream', { skip: skipUnless('supervisor') }, () => {
  let daemon: Daemon

  before(async () => {
    daemon = await startDaemon({
      kind: 'supervisor',
      config:
        '[program:cat]\ncommand=cat\nstartsecs=0\nstdout_logfile=%(here)s/cat.log\n' +
        '[program:once]\ncommand=sh -c "read line"\nstartsecs=0\nautorestart=false\n' +
        '[program:late]\ncommand=sleep 1000\nstartsecs=0\nstdout_logfile=%(here)s/late.log\n',
    })
    await daemon.until('cat', 'RUNNING')
    await daemon.until('once', 'RUNNING')
    await daemon.until('late', 'RUNNING')
  })
  after(() => daemon?.close())

  function open(...args: string[]) {
    const child = spawn(executable('reeve', 'supervisorctl'), ['-c', daemon.scratch.at('c.conf'), ...args], {
      env: { ...process.env, ...daemon.scratch.mark },
    })
    const closed = once(child, 'close') as Promise<[number | null, string | null]>
    return { child, lines: new Lines(child.stdout), errors: new Lines(child.stderr), closed }
  }

  test('tail -f shows what is appended, cleared logs included, until Ctrl-C (CTL-50, CTL-52, DIFF-36)', async () => {
    const tail = open('tail', '-f', 'late')
    await tail.lines.waitFor(/^==> Press Ctrl-C to exit <==$/)
    appendFileSync(daemon.scratch.at('late.log'), 'héllo\n')
    await tail.lines.waitFor(/^héllo$/)
    assert.equal((await daemon.control(['clear', 'late'], 'reeve')).stdout, 'late: cleared\n')
    appendFileSync(daemon.scratch.at('late.log'), 'after\n')
    await tail.lines.waitFor(/^after$/)
    tail.child.kill('SIGINT')
    assert.deepEqual(await tail.closed, [0, null])
    assert.equal(tail.lines.text, '==> Press Ctrl-C to exit <==\nhéllo\nafter\n\n')
  })

  test('maintail -f shows the main log until Ctrl-C (CTL-27)', async () => {
    const tail = open('maintail', '-f')
    await tail.lines.waitFor(/RUNNING state/)
    tail.child.kill('SIGINT')
    assert.deepEqual(await tail.closed, [0, null])
  })

  test('maintail prints the same end of the main log as the original (CTL-27)', async () => {
    for (const args of [
      ['maintail', '-200'],
      ['maintail', '-0'],
    ]) {
      const [theirs, ours] = [await daemon.control(args, 'supervisor'), await daemon.control(args, 'reeve')]
      assert.deepEqual([ours.code, ours.stdout], [theirs.code, theirs.stdout])
    }
  })

  test('a log that cannot be followed is told on stderr and exits 0 (CTL-51)', async () => {
    const tail = open('tail', '-f', 'nosuch')
    assert.deepEqual(await tail.closed, [0, null])
    const url = `unix://${daemon.scratch.at('s.sock')}/logtail/nosuch/stdout`
    assert.deepEqual(tail.errors.all, [`${url} Cannot read, status code 404`])
  })

  test('fg passes lines on and shows the output until the end of input (CTL-29)', async () => {
    const fg = open('fg', 'cat')
    await fg.lines.waitFor(/^==> Press Ctrl-C to exit <==$/)
    fg.child.stdin.write('hello\n')
    await fg.lines.waitFor(/^hello$/)
    fg.child.stdin.end()
    assert.deepEqual(await fg.closed, [0, null])
    assert.match(fg.lines.text, /Exiting foreground\n$/)
  })

  test('fg leaves at Ctrl-C, and tells when the process has gone (CTL-29)', async () => {
    const interrupted = open('fg', 'cat')
    await interrupted.lines.waitFor(/^hello$/)
    interrupted.child.kill('SIGINT')
    assert.deepEqual(await interrupted.closed, [0, null])
    assert.match(interrupted.lines.text, /Exiting foreground\n$/)

    const fg = open('fg', 'once')
    await fg.lines.waitFor(/^==> Press Ctrl-C to exit <==$/)
    fg.child.stdin.write('x\n')
    await daemon.until('once', 'EXITED')
    // It may have seen the end already, and be gone.
    fg.child.stdin.on('error', () => {})
    fg.child.stdin.write('y\n')
    assert.deepEqual(await fg.closed, [0, null])
    assert.match(fg.lines.text, /Process got killed\nExiting foreground\n$/)
  })

  test('a reader that goes away ends supervisorctl quietly', async () => {
    const tail = open('tail', '-f', 'late')
    await tail.lines.waitFor(/^==> Press/)
    tail.child.stdout.destroy()
    appendFileSync(daemon.scratch.at('late.log'), 'more\n')
    const [code] = await tail.closed
    assert.equal(code, 1)
    assert.equal(tail.errors.text, '')
  })
})
