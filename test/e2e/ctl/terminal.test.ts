// The shell on a terminal: editing, completion, history, hidden passwords and Ctrl-C (CTL-06, CTL-45 to CTL-47).

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../../support/address.js'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { executable, type Kind, skipUnless } from '../../support/systems.js'
import { waitFor, within } from '../../support/wait.js'

// Gives the program a terminal of its own and passes on what goes in and out.
const PTY = 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)'

/** What an operator may type, each line ended by Enter; the last one leaves. */
const KEYS: readonly string[] = [
  'stat\tw\t\r',
  'help ver\tx\x7f\x7f\r',
  'status sl\x01\x1b[C\x05\tweb\r',
  '\x12ava\r',
  '\x12sta\x12 slow\r',
  'version\x12zzz\x07 \r',
  '\x12vail\x1b[D\x0bvail w\r',
  'pid\x12slo\x7f\x7f\x7f\x7fweb\x05x\r',
  'quit\r',
]

describe('supervisorctl on a terminal', { skip: skipUnless('supervisor', 'python3') }, () => {
  let daemon: Daemon

  before(async () => {
    const port = await freePort()
    daemon = await startDaemon({
      kind: 'supervisor',
      config:
        `[inet_http_server]\nport=127.0.0.1:${port}\nusername=me\npassword=secret\n` +
        '[program:web]\ncommand=sleep 1000\nstartsecs=0\n' +
        `[program:slow]\ncommand=sh -c "trap '' TERM; echo deaf; while :; do sleep .1; done"\nstartsecs=0\n` +
        'stdout_logfile=%(here)s/slow.log\n' +
        `[supervisorctl]\nserverurl=http://127.0.0.1:${port}\nprompt=box\nhistory_file=%(here)s/history\n`,
      address: { host: '127.0.0.1', port },
      credentials: { username: 'me', password: 'secret' },
    })
    await daemon.until('web', 'RUNNING')
    await daemon.until('slow', 'RUNNING')
    await waitFor(() => daemon.scratch.read('slow.log') === 'deaf\n', { what: 'slow to be deaf to TERM' })
  })
  after(() => daemon?.close())

  const open = (...args: string[]) => openShell('reeve', args)

  function openShell(kind: Kind, args: readonly string[]) {
    const command = [executable(kind, 'supervisorctl'), '-c', daemon.scratch.at('c.conf'), ...args]
    const child = spawn('/usr/bin/python3', ['-c', PTY, ...command], {
      env: { ...process.env, ...daemon.scratch.mark, TERM: 'xterm' },
    })
    let seen = ''
    let looked = 0
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text
      child.emit('seen')
    })
    /** Waits for a text behind the one that was waited for last. */
    const see = async (text: string) => {
      const appear = async () => {
        while (seen.indexOf(text, looked) < 0) await once(child, 'seen')
        looked = seen.indexOf(text, looked) + text.length
      }
      await within(appear(), { what: JSON.stringify(text), instead: () => JSON.stringify(seen) })
    }
    const exit = async () => {
      const [code] = (await within(once(child, 'close'), { what: 'the end', instead: () => seen })) as [
        number,
      ]
      return code
    }
    const type = (keys: string) => child.stdin.write(keys)
    /** Sees each text and, where one is given, types the answer to it. */
    const talk = async (...steps: readonly (readonly [text: string, keys?: string])[]) => {
      for (const [text, keys] of steps) {
        await see(text)
        if (keys !== undefined) type(keys)
      }
    }
    return { talk, type, exit, all: () => seen }
  }

  test('it asks for credentials, completes names, keeps a history and leaves at Ctrl-C', async () => {
    const shell = open()
    await shell.talk(
      ['Username:', 'me\r'],
      ['Password:', 'secret\r'],
      ['web '],
      ['box> ', 'vers\t'],
      ['version ', '\r'],
      ['4.2.5'],
      ['box> ', 'status w\t'],
      ['web ', '\r'],
      ['RUNNING'],
      ['box> ', 'shutdown\r'],
      ['y/N? ', 'n\r'],
      ['box> ', '\x1b[A'],
      ['shutdown', '\x03'],
    )
    assert.equal(await shell.exit(), 0)
    assert.ok(!shell.all().includes('secret'))
    assert.deepEqual(daemon.scratch.read('history').split('\n'), ['version ', 'status web ', 'shutdown', ''])
  })

  test('keys that come together are those that were typed: Tabs complete, and lines follow each other', async () => {
    const shell = open('-u', 'me', '-p', 'secret')
    await shell.talk(['box> ', 'help st\t\t'], ['start'], ['status'], ['stop'], ['box> help st', '\x15stat'])
    await shell.talk(
      ['stat', '\tw\t\rvers\t\r'],
      ['RUNNING'],
      ['box> '],
      ['version '],
      ['4.2.5'],
      ['box> ', '\x04'],
    )
    assert.equal(await shell.exit(), 0)
    assert.doesNotMatch(shell.all(), /Unknown syntax|help st\t/)
  })

  test('Ctrl-R finds lines of the history again, and Enter runs them', async () => {
    const shell = open('-u', 'me', '-p', 'secret')
    await shell.talk(
      ['box> ', 'status web\rversion\r\x12sta'],
      ["(reverse-i-search)`sta': status web", '\r'],
      ['RUNNING'],
      ['box> ', '\x12vers\x12\x12zz'],
      ['(failed reverse-i-search)`verszz'],
      ['version', '\x07help\r'],
      ['default commands'],
      ['box> ', '\x04'],
    )
    assert.equal(await shell.exit(), 0)
  })

  test('the same keys, sent at once, are the same lines to the original: Tabs, edits and searches', async () => {
    const lines: string[] = []
    for (const kind of ['supervisor', 'reeve'] as const) {
      daemon.scratch.write('history', 'status slow\navail\n')
      const shell = openShell(kind, ['-u', 'me', '-p', 'secret'])
      await shell.talk(['box> ', KEYS.join('')])
      assert.equal(await shell.exit(), 0)
      lines.push(daemon.scratch.read('history'))
    }
    assert.equal(lines[1], lines[0])
    assert.match(lines[0] ?? '', /^status slow\navail\nstatus web \n/)
  })

  test('Ctrl-C ends tail -f and goes back to the prompt, at a command it leaves, Ctrl-D leaves', async () => {
    const shell = open('-u', 'me', '-p', 'secret')
    await shell.talk(['box> ', 'tail -f web\r'], ['Ctrl-C to exit', '\x03'], ['box> ', 'stop slow\r'], ['\n'])
    await daemon.until('slow', 'STOPPING')
    shell.type('\x03')
    assert.equal(await shell.exit(), 0)

    const other = open('-u', 'me', '-p', 'secret')
    await other.talk(['box> ', '\x04'])
    assert.equal(await other.exit(), 0)
  })
})
