// What plugins bring to the configuration: sections, keys in sections of others, and what they ask to have loaded.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCommandLine } from '../../../core/config/cli.js'
import { arrangeGroups, readConfig, readPluginRequests } from '../../../core/config/index.js'
import { ConfigError, PluginError } from '../../../core/errors.js'
import { definePlugin, type Plugin } from '../../../sdk/plugin.js'
import { Scratch } from '../../support/scratch.js'
import { requestFor } from './request.js'

function plugin(name: string, parts: Omit<Plugin, 'name' | 'apply'>): Plugin {
  return definePlugin({ name, ...parts, apply() {} })
}

function read(text: string, ...plugins: Plugin[]) {
  const scratch = new Scratch()
  try {
    return readConfig(requestFor(scratch.write('x.conf', `[supervisord]\n${text}`), { plugins }))
  } finally {
    void scratch.remove()
  }
}

function problems(text: string, ...plugins: Plugin[]): string[] {
  try {
    read(text, ...plugins)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ text: problem }) => problem)
    throw error
  }
}

const cache = plugin('cache', {
  sections: { cache: 'single', 'cache-bucket': 'named' },
  schemas: {
    cache: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', coerce: 'byte-size', minimum: 1024 },
        mode: { type: 'string', enum: ['fast', 'safe'], default: 'safe' },
        warm: { type: 'boolean' },
      },
    },
  },
})

test('a section with a schema is typed, one without comes as strings', () => {
  const { sections, notices } = read(
    '[cache]\nsize=2KB\n[cache-bucket:a]\nKEY=%(ENV_WORD)s\n[cache-bucket]\nx=y',
    cache,
  )
  assert.deepEqual(
    sections.map(({ kind, name, values }) => ({ kind, name, values })),
    [
      { kind: 'cache', name: '', values: { size: 2048, mode: 'safe' } },
      { kind: 'cache-bucket', name: 'a', values: { key: 'word' } },
    ],
  )
  assert.equal(sections[0]?.locate('size').line, 3)
  assert.equal(sections[0]?.locate('mode').line, 2)
  assert.match(
    notices[0]?.text ?? '',
    /^Unknown section \[cache-bucket\] is ignored; did you mean \[cache-bucket:name\]/,
  )
})

test("what a plugin's schema forbids is told with its place", () => {
  assert.deepEqual(problems('[cache]\nsize=1\nmode=fsat\nwarm=perhaps', cache), [
    "not a valid boolean value: 'perhaps'",
    'size must be >= 1024',
    'mode must be one of fast, safe',
  ])
  assert.deepEqual(problems('[cache]\nsise=1KB', cache), ['section [cache] does not specify a size'])
})

const pool = plugin('pool', {
  sections: { pool: 'program' },
  groupable: true,
  schema: {
    type: 'object',
    properties: {
      priority: { type: 'integer', default: -1, expand: 'here' },
      socket: { type: 'string', expand: 'program' },
      limit: { type: 'integer', default: 10 },
    },
  },
})

test('a section of kind program brings processes with its own keys (CFG-FCGI-01, CFG-EVL-04)', () => {
  const text =
    '[pool:p]\ncommand=run %(process_num)d\nnumprocs=2\nprocess_name=%(program_name)s%(process_num)d\nsocket=unix:///%(program_name)s\nlimit=3'
  const { sections, groups } = read(`${text}\n[unix_http_server]\nfile=/s`, pool)
  assert.deepEqual(groups, [])
  const section = sections.find(({ kind }) => kind === 'pool')
  assert.deepEqual(section?.values, { priority: -1, socket: 'unix:///p', limit: 3 })
  assert.deepEqual(section?.groups, [])
  const [first, second] = section?.processes ?? []
  assert.deepEqual([first?.name, second?.name, first?.command, first?.priority], ['p0', 'p1', 'run 0', 999])
  assert.deepEqual(first?.of(pool), { socket: 'unix:///p', limit: 3 })
  assert.deepEqual(first?.of('cache'), {})
  assert.equal(first?.serverurl, 'unix:///s')
})

test('a group may list it when its plugin says so, and then has its processes (EDGE-41)', () => {
  const text = '[pool:p]\ncommand=x\nsocket=s\n[group:g]\nprograms=p'
  const { sections, groups } = read(text, pool)
  assert.deepEqual(groups[0]?.processes[0]?.of(pool), { socket: 's', limit: 10 })
  assert.deepEqual([sections[0]?.groups, sections[0]?.processes], [['g'], []])
  assert.deepEqual(problems(text, { ...pool, groupable: false }), [
    '[group:g] names unknown program or fcgi-program p',
  ])
  assert.deepEqual(problems(`${text}\n[program:p]\ncommand=x`, pool), [
    '[group:g] name p is ambiguous (exists as program and pool)',
  ])
})

test('what a plugin finds wrong in its section is told with everything else, in its place', () => {
  const strict = plugin('strict', {
    sections: { cache: 'any', thing: 'program' },
    check: ({ header, values }) =>
      values.size === '0'
        ? [{ section: { header } as never, option: 'size', text: 'a size of nothing' }]
        : [],
  })
  assert.deepEqual(problems('[cache]\nsize=0\n[cache:b]\nsize=1\n[group:g]\nprograms=x', strict), [
    '[group:g] names unknown program or fcgi-program x',
    'a size of nothing',
  ])
  const broken = { ...strict, check: () => assert.fail('a bug') }
  assert.throws(() => read('[cache]', broken), /plugin strict failed in check: a bug/)
})

test('keys added to sections of others are typed, counted and known', () => {
  const health = plugin('health', {
    extends: {
      program: {
        type: 'object',
        properties: { health_url: { type: 'string' }, health_every: { type: 'integer', minimum: 1 } },
      },
      supervisord: { type: 'object', properties: { health_port: { type: 'integer' } } },
      group: { type: 'object', properties: { team: { type: 'string' } } },
      inet_http_server: { type: 'object', properties: { health_key: { type: 'string' } } },
    },
  })
  const config = read(
    'health_port=81\n[program:a]\ncommand=x\nhealth_url=http://x:80%(process_num)02d\n[group:g]\nprograms=\nteam=t\n[inet_http_server]\nport=1\nhealth_key=%(here)s/k',
    health,
  )
  const [a, g] = config.groups
  assert.deepEqual(a?.processes[0]?.of(health), { health_url: 'http://x:8000' })
  assert.deepEqual(g?.extra, { health: { team: 't' } })
  assert.deepEqual(config.supervisord.extensions, { health: { health_port: 81 } })
  assert.match(String(config.sections[0]?.values.health_key), /\/k$/)
  assert.deepEqual(config.notices, [])
  assert.deepEqual(problems('[program:a]\ncommand=x\nhealth_every=0', health).length, 1)
})

test('two owners of a section or a key are an error that names both', () => {
  const twice = (one: Plugin, other: Plugin) => () => read('', one, other)
  const owner = (name: string) => plugin(name, { sections: { thing: 'single' } })
  const adder = (name: string) => plugin(name, { extends: { program: { properties: { key: {} } } } })
  assert.throws(
    twice(owner('a'), owner('b')),
    (error) => error instanceof PluginError && /plugin b .*\[thing\] belongs to a/.test(error.message),
  )
  assert.throws(
    twice(adder('a'), adder('b')),
    /plugin b failed in extends: option key of \[program\] belongs to a already/,
  )
  assert.throws(
    () => read('', plugin('c', { extends: { program: { properties: { command: {} } } } })),
    /belongs to the core/,
  )
  assert.throws(
    () => read('', plugin('d', { sections: { program: 'program' } })),
    /\[program\] belongs to the core/,
  )
})

test('plugins are asked for by sections in file order and then by the command line (design 5)', () => {
  const scratch = new Scratch()
  try {
    const file = scratch.write(
      'x.conf',
      '[supervisord]\nenvironment=NEW="n"\n[rpcinterface:b]\nsupervisor.rpcinterface_factory=m:f\nKey=%(ENV_NEW)s\n' +
        '[plugin:a]\nmodule=%(here)s/a.js\nlevel=5\n[plugin:none]\nx=y',
    )
    const commandLine = { plugins: ['late'], overrides: {} }
    const { requests, document } = readPluginRequests(requestFor(file, { commandLine }) as never)
    assert.deepEqual(
      requests.map(({ from, name, module, values, source }) => [from, name, module, values, source?.line]),
      [
        ['plugin', 'a', `${scratch.path}/a.js`, { level: '5' }, 7],
        ['rpcinterface', 'b', 'm:f', { key: 'n' }, 4],
        ['command-line', 'late', 'late', {}, undefined],
      ],
    )
    assert.throws(
      () => readConfig(requestFor(file, { document })),
      /section \[plugin:none\] does not specify a module/,
    )
  } finally {
    void scratch.remove()
  }
})

test('groups that plugins add are put into place, and lose their name to an earlier one (CFG-GRP-04, CFG-GRP-05)', () => {
  const { groups } = read('[program:b]\ncommand=x\n[program:a]\ncommand=x\npriority=1000')
  const [first] = groups
  assert.ok(first !== undefined)
  const added = [
    ...groups,
    { ...first, name: 'pool', kind: 'eventlistener', priority: -1 },
    { ...first, name: 'a', kind: 'pool' },
  ]
  const arranged = arrangeGroups(added)
  assert.deepEqual(
    arranged.groups.map(({ name, kind }) => [name, kind]),
    [
      ['pool', 'eventlistener'],
      ['a', 'pool'],
      ['b', 'program'],
    ],
  )
  assert.equal(arranged.notices.length, 1)
})

test("an unknown member is told with the group's section, and with what was near", () => {
  assert.deepEqual(problems('[program:web]\ncommand=x\n[group:g]\nprograms=web,wbe'), [
    '[group:g] names unknown program or fcgi-program wbe',
  ])
})

test('the command line wins over the file (CLI-AUX-05)', () => {
  const scratch = new Scratch()
  try {
    const file = scratch.write('x.conf', '[supervisord]\nloglevel=warn\nuser=nobody-here\nlogfile=/tmp/a')
    const overrides = { loglevel: 'debug', nodaemon: true, user: 'root', logfile: 'b.log' } as const
    const { supervisord } = readConfig(
      requestFor(file, { commandLine: { overrides }, workingDirectory: '/w' }),
    )
    assert.deepEqual(
      [supervisord.loglevel, supervisord.nodaemon, supervisord.user, supervisord.logfile],
      ['debug', true, 0, '/w/b.log'],
    )
  } finally {
    void scratch.remove()
  }
})

test('an empty logfile or pidfile on the command line leaves the value of the file (CLI-AUX-05)', () => {
  const scratch = new Scratch()
  try {
    const { overrides } = parseCommandLine(['-l', '', '--pidfile=', '-i', ''])
    const read = (text: string) =>
      readConfig(
        requestFor(scratch.write('x.conf', text), { commandLine: { overrides }, workingDirectory: '/w' }),
      ).supervisord
    const written = read('[supervisord]\nlogfile=/tmp/a\npidfile=/tmp/b\nidentifier=file')
    assert.deepEqual([written.logfile, written.pidfile, written.identifier], ['/tmp/a', '/tmp/b', ''])
    const bare = read('[supervisord]')
    assert.deepEqual([bare.logfile, bare.pidfile], ['/w/supervisord.log', '/w/supervisord.pid'])
  } finally {
    void scratch.remove()
  }
})
