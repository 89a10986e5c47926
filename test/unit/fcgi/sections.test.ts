// [fcgi-program:x] in a configuration: groups, expansions, and what is said of mistakes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../../core/config/index.js'
import { ConfigError } from '../../../core/errors.js'
import { createGroups } from '../../../plugins/fcgi-program/groups.js'
import fcgiProgram from '../../../plugins/fcgi-program/index.js'
import { readSocket, socketOf } from '../../../plugins/fcgi-program/socket-settings.js'
import { Scratch } from '../../support/scratch.js'
import { requestFor } from '../config/request.js'

function read(text: string) {
  const scratch = new Scratch()
  try {
    const file = scratch.write('x.conf', `[supervisord]\n${text}`)
    return readConfig(requestFor(file, { plugins: [fcgiProgram] }))
  } finally {
    void scratch.remove()
  }
}

const section = (options: string) => `[fcgi-program:app]\ncommand=/bin/app\n${options}\n`

function problems(text: string): string[] {
  try {
    read(text)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.text)
    throw error
  }
}

test('a section makes a group of its processes, which carry what is said of their socket (CFG-FCGI-01)', () => {
  const { sections, groups, notices } = read(
    section(
      'numprocs=2\nprocess_name=%(program_name)s_%(process_num)d\npriority=7\nsocket=unix:///run/%(program_name)s.sock',
    ),
  )
  assert.deepEqual([groups, notices], [[], []])
  const [group] = createGroups(sections)
  assert.deepEqual([group?.name, group?.kind, group?.priority], ['app', 'fcgi-program', 7])
  assert.deepEqual(
    group?.processes.map(({ name }) => name),
    ['app_0', 'app_1'],
  )
  const [first, second] = group?.processes.map(socketOf) ?? []
  assert.equal(first?.url, 'unix:///run/app.sock')
  assert.deepEqual(first, second)
})

test('a [group:x] takes the processes, and their socket with them (EDGE-41)', () => {
  const { sections, groups } = read(`${section('socket=tcp://Host:9000')}[group:g]\nprograms=app`)
  assert.deepEqual(createGroups(sections), [])
  const [process] = groups[0]?.processes ?? []
  assert.ok(process !== undefined)
  assert.equal(socketOf(process)?.url, 'tcp://host:9000')
})

test('a socket may be named by here, program_name and variables only (CFG-EXP-16)', () => {
  const { sections } = read(section('socket=unix://%(here)s/%(program_name)s-%(ENV_WORD)s'))
  assert.match(String(sections[0]?.values.socket), /^unix:\/\/\/.*\/app-word$/)
  for (const name of ['process_num', 'group_name', 'host_node_name']) {
    assert.match(
      problems(section(`socket=unix:///x%(${name})s`))[0] ?? '',
      /contains names .* which cannot be expanded/,
    )
  }
})

test('mistakes are told in the words of Supervisor (CFG-ERR, CFG-FCGI)', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', '[fcgi-program:app] section requires a "socket" line'],
    ['socket=', '[fcgi-program:app] section requires a "socket" line'],
    ['socket=foo', 'Bad socket format foo in [fcgi-program:app] socket'],
    ['socket=tcp://host', 'Bad socket format tcp://host in [fcgi-program:app] socket'],
    ['socket=tcp://host:1:2', 'Bad socket format tcp://host:1:2 in [fcgi-program:app] socket'],
    ['socket=tcp://[host]:1', 'Bad socket format tcp://[host]:1 in [fcgi-program:app] socket'],
    ['socket=tcp://host:0', '0 is below lower bound (1) in [fcgi-program:app] socket'],
    ['socket=tcp://host:70000', '70000 is above upper bound (65535) in [fcgi-program:app] socket'],
    ['socket=unix://x', 'Unix socket path x is not an absolute path in [fcgi-program:app] socket'],
    [
      'socket=tcp://h:1\nsocket_mode=0700',
      'socket_owner and socket_mode params should only be used with a Unix domain socket in [fcgi-program:app] socket',
    ],
    ['socket=unix:///x\nsocket_backlog=0', 'Invalid socket_backlog value 0'],
    ['socket=unix:///x\nsocket_backlog=65536', 'Invalid socket_backlog value 65536'],
    ['socket=unix:///x\nsocket_backlog=x', "invalid literal for int() with base 10: 'x'"],
    ['socket=unix:///x\nsocket_owner=nobody-here', 'Invalid socket_owner value nobody-here'],
    ['socket=unix:///x\nsocket_mode=9', 'Invalid socket_mode value 9'],
  ]
  for (const [options, text] of cases) assert.deepEqual(problems(section(options)), [text])
})

test('the mistakes of a section that a group lists are told too (EDGE-41)', () => {
  assert.deepEqual(problems(`${section('socket=foo')}[group:g]\nprograms=app`), [
    'Bad socket format foo in [fcgi-program:app] socket',
  ])
})

test('a unix socket belongs to the user of the program unless an owner is named (CFG-FCGI-03, CFG-FCGI-04)', () => {
  const socket = 'unix:///run/../x/'
  assert.deepEqual(readSocket({ socket }, 33), {
    url: 'unix:///x',
    address: { kind: 'unix', path: '/x', mode: 0o700, owner: { uid: 33, gid: null } },
    backlog: undefined,
  })
  const owner = { uid: 1, gid: -1 }
  const named = readSocket({ socket, socket_owner: owner, socket_mode: 0o660, socket_backlog: 5 }, 33)
  assert.deepEqual(named.address, { kind: 'unix', path: '/x', mode: 0o660, owner })
  assert.equal(named.backlog, 5)
})

test('a FastCGI socket may have an IPv6 address', () => {
  const { url, address } = readSocket({ socket: 'tcp://[::1]:9000' }, null)
  assert.equal(url, 'tcp://[::1]:9000')
  assert.deepEqual(address, { kind: 'inet', host: '::1', port: 9000 })
})
