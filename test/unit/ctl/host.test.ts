import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCtl } from '../../../core/ctl/ctl.js'
import { runShell } from '../../../core/ctl/shell.js'
import { standardCtlPlugins } from '../../../plugins/standard-ctl.js'
import { type CtlPlugin, ctlHooks, defineCtlPlugin } from '../../../sdk/contracts/ctl.js'
import { FakeFault, type FakeServerOptions, processInfo, startFakeServer } from './fake-server.js'
import { createMemoryTerminal } from './memory-terminal.js'

interface Setup extends FakeServerOptions {
  readonly answers?: readonly string[]
  readonly interactive?: boolean
  readonly plugins?: readonly CtlPlugin[]
  readonly serverurl?: string
}

async function withCtl(
  setup: Setup,
  work: (parts: {
    ctl: ReturnType<typeof createCtl>
    terminal: ReturnType<typeof createMemoryTerminal>
    calls: string[]
  }) => Promise<void>,
): Promise<void> {
  const server = await startFakeServer(setup)
  const terminal = createMemoryTerminal(setup.answers)
  const ctl = createCtl({
    settings: {
      serverurl: setup.serverurl ?? server.serverurl,
      username: null,
      password: null,
      origin: 'a test',
    },
    terminal,
    interactive: setup.interactive ?? false,
    plugins: [...standardCtlPlugins, ...(setup.plugins ?? [])].map((plugin) => ({ plugin })),
  })
  try {
    await work({ ctl, terminal, calls: server.calls })
  } finally {
    await server.close()
  }
}

const fault = (code: number, text: string) => () => {
  throw new FakeFault(code, text)
}

test('another API version is told and exits 5, for status 4 (CTL-03)', () =>
  withCtl({ methods: { getVersion: () => '2.0' } }, async ({ ctl, terminal }) => {
    await ctl.run('pid')
    assert.match(terminal.stdout(), /^Sorry, .*3\.0.*2\.0\.\n$/)
    assert.equal(ctl.exitStatus, 5)
    await ctl.run('status')
    assert.equal(ctl.exitStatus, 4)
  }))

test('a server without the supervisor namespace exits 3 (CTL-03)', () =>
  withCtl({ methods: { getVersion: fault(1, 'UNKNOWN_METHOD') } }, async ({ ctl, terminal }) => {
    await ctl.run('start all')
    assert.match(terminal.stdout(), /\[rpcinterface:supervisor\]/)
    assert.equal(ctl.exitStatus, 3)
  }))

test('a missing socket is told on stdout, and what to do about it on stderr (CTL-03, CTL-04)', () =>
  withCtl({ serverurl: 'unix:///nowhere/s' }, async ({ ctl, terminal }) => {
    await ctl.run('pid')
    assert.equal(terminal.stdout(), 'unix:///nowhere/s no such file\n')
    assert.match(terminal.stderr(), /^supervisorctl: .*\[unix_http_server\].*a test/)
    assert.equal(ctl.exitStatus, 7)
    await ctl.run('update')
    assert.match(
      terminal.stdout(),
      /\nerror: <class 'FileNotFoundError'>, \[Errno 2\] No such file or directory: /,
    )
    assert.equal(ctl.exitStatus, 1)
  }))

test('wait says so when its time is up before it was told of any process', () =>
  withCtl({ get: () => {} }, async ({ ctl, terminal }) => {
    await ctl.run('wait web --timeout=0.1')
    assert.equal(terminal.stdout(), 'ERROR: the server told of no process within 0.1 s\n')
    assert.equal(ctl.exitStatus, 1)
  }))

test('a fault that a command does not expect is one error line and exit 1 (CTL-05, CTL-09)', () =>
  withCtl({ methods: { getVersion: fault(6, 'SHUTDOWN_STATE') } }, async ({ ctl, terminal }) => {
    await ctl.run('start web')
    assert.match(
      terminal.stdout(),
      /^error: <class 'xmlrpc\.client\.Fault'>, <Fault 6: 'SHUTDOWN_STATE'>: .*\n$/,
    )
    assert.equal(ctl.exitStatus, 1)
  }))

test('without an operator a refused password is told once and exits 1 (CTL-06, EDGE-49)', () =>
  withCtl({ credentials: 'u:p' }, async ({ ctl, terminal }) => {
    await ctl.run('status')
    assert.equal(terminal.stdout(), 'Server requires authentication\n')
    assert.equal(ctl.exitStatus, 1)
  }))

test('an operator is asked for name and password until they are right, and only once (CTL-06)', () =>
  withCtl(
    { credentials: 'u:p', interactive: true, answers: ['u', 'wrong', 'u', 'p'] },
    async ({ ctl, terminal }) => {
      await ctl.run('status')
      await ctl.run('status')
      assert.deepEqual(terminal.questions, [
        { prompt: 'Username:', hidden: false },
        { prompt: 'Password:', hidden: true },
        { prompt: 'Username:', hidden: false },
        { prompt: 'Password:', hidden: true },
      ])
      assert.match(terminal.stdout(), /^(Server requires authentication\n\n){2}error: /)
    },
  ))

test('the end of input at a question is an error line, not a crash (CTL-35)', () =>
  withCtl({ interactive: true }, async ({ ctl, terminal }) => {
    await ctl.run('reload')
    assert.match(terminal.stdout(), /^error: <class 'EOFError'>, /)
    assert.equal(ctl.exitStatus, 1)
  }))

test('the shell shows the status, obeys, and leaves at the end of input (CTL-45)', () =>
  withCtl(
    {
      interactive: true,
      answers: ['version', '', 'bogus'],
      methods: { getAllProcessInfo: () => [], getSupervisorVersion: () => '4.4.0' },
    },
    async ({ ctl, terminal, calls }) => {
      await runShell(ctl, terminal, { prompt: 'box', historyFile: null })
      assert.deepEqual(calls, ['getVersion', 'getAllProcessInfo', 'getVersion', 'getSupervisorVersion'])
      assert.equal(terminal.stdout(), '4.4.0\n*** Unknown syntax: bogus\n\n')
      assert.deepEqual(
        terminal.questions.map((one) => one.prompt),
        ['box> ', 'box> ', 'box> ', 'box> '],
      )
    },
  ))

test('Ctrl-C at a running command leaves the shell with a newline (CTL-45)', () =>
  withCtl(
    {
      interactive: true,
      answers: ['pid'],
      methods: { getAllProcessInfo: () => [], getPID: () => new Promise(() => {}) },
    },
    async ({ ctl, terminal, calls }) => {
      const shell = runShell(ctl, terminal, { prompt: 'box', historyFile: null })
      while (!calls.includes('getPID')) await new Promise(setImmediate)
      terminal.interrupt()
      await shell
      assert.equal(terminal.stdout(), '\n')
    },
  ))

test('a plugin adds commands, which stand in help under its name (CTL-39)', () => {
  const cache = defineCtlPlugin({
    name: 'cache',
    apply(ctl) {
      ctlHooks(ctl).commands.tap('cache', (registry) => {
        registry.add({
          name: 'flush',
          load: () => ({ help: ['flush\tEmpty it'], run: (it) => it.output('flushed') }),
        })
      })
    },
  })
  return withCtl({ plugins: [cache] }, async ({ ctl, terminal }) => {
    await ctl.run('flush')
    await ctl.run('help flush')
    await ctl.run('help')
    assert.match(terminal.stdout(), /^flushed\nflush\tEmpty it\n/)
    assert.ok(
      terminal
        .stdout()
        .endsWith('\ncache commands (type help <topic>):\n===================================\nflush\n\n'),
    )
  })
})

test('a plugin that fails is named, and the commands of the others work (clients.md 17)', () => {
  const broken: CtlPlugin = {
    name: 'broken',
    apply() {
      throw new Error('no luck')
    },
  }
  const greedy: CtlPlugin = {
    name: 'greedy',
    apply(ctl) {
      ctlHooks(ctl).commands.tap('greedy', (registry) =>
        registry.add({ name: 'pid', load: () => ({ help: [], run() {} }) }),
      )
    },
  }
  return withCtl({ plugins: [broken, greedy], methods: { getPID: () => 5 } }, async ({ ctl, terminal }) => {
    await ctl.run('pid')
    assert.equal(terminal.stdout(), '5\n')
    assert.match(terminal.stderr(), /plugin broken failed in apply: no luck/)
    assert.match(terminal.stderr(), /the command pid of plugin greedy is already plugin default's/)
  })
})

test('several stops are under way together, and are told in the order of the names (EDGE-08)', () => {
  let release = () => {}
  const both = new Promise<void>((resolve) => {
    release = resolve
  })
  const stopProcess = async (name: unknown) => {
    if (name === 'second') release()
    await both
    return true
  }
  return withCtl(
    { methods: { stopProcess: stopProcess as () => Promise<boolean> } },
    async ({ ctl, terminal }) => {
      await ctl.run('stop first second')
      assert.equal(terminal.stdout(), 'first: stopped\nsecond: stopped\n')
    },
  )
})

test('a group that cannot be stopped is not removed by update (CTL-34)', () =>
  withCtl(
    {
      methods: {
        reloadConfig: () => [[['new'], [], ['old']]],
        stopProcessGroup: () => [{ name: 'x', group: 'old', status: 30, description: 'FAILED: x' }],
        addProcessGroup: () => true,
      },
    },
    async ({ ctl, terminal, calls }) => {
      await ctl.run('update')
      assert.equal(
        terminal.stdout(),
        'old: stopped\nold: has problems; not removing\nnew: added process group\n',
      )
      assert.equal(ctl.exitStatus, 1)
      assert.ok(!calls.includes('removeProcessGroup'))
    },
  ))

test('a stop that fails prints the text of the server, and exits 1 (CTL-22)', () =>
  withCtl({ methods: { stopProcess: fault(30, 'FAILED: attempted to kill') } }, async ({ ctl, terminal }) => {
    await ctl.run('stop web')
    assert.equal(terminal.stdout(), 'FAILED: attempted to kill\n')
    assert.equal(ctl.exitStatus, 1)
  }))

test('names beyond ASCII are aligned by characters (CTL-20)', () =>
  withCtl(
    {
      methods: {
        getAllProcessInfo: () => [
          processInfo('é', 'é'),
          processInfo('g', 'n', { state: 100, statename: 'EXITED' }),
        ],
      },
    },
    async ({ ctl, terminal }) => {
      await ctl.run('status')
      assert.equal(
        terminal.stdout(),
        `é${' '.repeat(32)}RUNNING   pid 7, uptime 0:00:01\ng:n${' '.repeat(30)}EXITED    pid 7, uptime 0:00:01\n`,
      )
      assert.equal(ctl.exitStatus, 3)
    },
  ))
