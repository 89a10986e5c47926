// Makes configurations from a seed: mostly sensible ones, with odd spellings and a mistake now and then.

export interface GeneratedConfig {
  readonly text: string
  /** Included files by name. */
  readonly files: Readonly<Record<string, string>>
}

type Random = () => number

/** A small generator of pseudo-random numbers in [0, 1): the same seed gives the same numbers everywhere. */
function randomNumbers(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000
  }
}

export function generateConfig(seed: number): GeneratedConfig {
  const random = randomNumbers(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const chance = (probability: number) => random() < probability
  const mistakes = chance(0.35) ? 0.03 : 0

  const option = (key: string, values: readonly string[], wrong: readonly string[] = []) => {
    const value = wrong.length > 0 && chance(mistakes) ? pick(wrong) : pick(values)
    const spelled = chance(0.1) ? key.toUpperCase() : key
    const kept = key === 'command' ? [';kept', '#kept'] : []
    const comment = chance(0.1) ? pick([' ; note', '\t# note', ' #a ;b', ...kept]) : ''
    const indent = chance(0.005) ? '  ' : ''
    return `${indent}${spelled}${pick(['=', ' = ', ':', ' : ', '= '])}${value}${comment}`
  }
  const some = (pool: readonly (() => string)[], most: number) =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(pool)())
  const someOf = (pool: readonly Choice[], most: number) =>
    some(
      pool.map((choice) => () => option(...choice)),
      most,
    )
  const noise = (): string => {
    const roll = random()
    if (roll < 0.1) return pick(['; comment', '   # comment', '', '', '\t'])
    if (roll < 0.104) return pick(['  continued', '\tand %(here)s', '   x=y'])
    if (roll < 0.104 + mistakes / 6) return pick(['no delimiter', '=empty'])
    return ''
  }
  const lines = (section: readonly string[]) =>
    // What a factory's name may look like is not the parser's business.
    section[0]?.startsWith('[rpcinterface')
      ? section
      : section.flatMap((line, index) => (index > 0 && chance(0.2) ? [noise(), line] : [line]))

  const names = ['web', 'worker', 'db', 'a1', 'Mixed']
  const program = (name: string) => {
    const copies = chance(0.2)
    const processName = copies
      ? [
          option('numprocs', ['2', '3', '11'], ['x', '0']),
          option('process_name', PROCESS_NAMES, ['same', 'a b', 'a:%(process_num)d']),
        ]
      : []
    const command = chance(1 - mistakes) ? [option('command', COMMANDS, BAD_FORMATS)] : []
    const options = someOf(PROGRAM_OPTIONS, 8)
    return [`[program:${name}]`, ...command, ...processName, ...options]
  }
  const sections: string[][] = []
  const supervisord = someOf(SUPERVISORD_OPTIONS, 6)
  sections.push([chance(mistakes) ? '[supervisor]' : '[supervisord]', ...supervisord])
  for (const name of names) if (chance(0.6)) sections.push(program(name))
  if (chance(0.3))
    sections.push([
      '[group:g]',
      option('programs', ['web', 'web,worker', 'db , a1', ''], ['nope', 'web,nope']),
      option('priority', ['1', '999', '5'], ['x']),
    ])
  if (chance(0.4))
    sections.push([
      '[unix_http_server]',
      option('file', ['/tmp/s.sock', '~/s', '%(here)s/s', 's'], ['%(nope)s']),
      ...some(
        [
          () => option('chmod', ['0700', '770'], ['9']),
          () => option('chown', ['root', 'root:root', '0:0'], ['nobody-here']),
        ],
        2,
      ),
    ])
  if (chance(0.3))
    sections.push([
      '[inet_http_server]',
      option('port', ['9001', '*:9001', 'Host:1', '127.0.0.1:65535'], ['', 'x', '0', 'h:99999']),
      ...(chance(0.4)
        ? [
            option('username', ['u', '%%']),
            ...(chance(mistakes) ? [] : [option('password', ['p', '{SHA}00'], ['50%'])]),
          ]
        : []),
    ])
  if (chance(0.2)) sections.push(['[DEFAULT]', ...someOf(INHERITED, 2)])
  if (chance(0.1))
    sections.push([
      '[rpcinterface:supervisor]',
      'supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface',
      'key=%(ENV_WORD)s',
    ])
  if (chance(0.1))
    sections.push([pick(['[Program:x]', '[other]', '[program:web]junk']), option('command', COMMANDS)])

  const files: Record<string, string> = {}
  const included = chance(0.25)
  if (included) {
    sections.push([
      '[include]',
      option('files', [
        'conf.d/*.conf',
        '%(here)s/conf.d/*.conf',
        'conf.d/b.conf conf.d/*.conf',
        'conf.d/?.conf none/*',
      ]),
    ])
    for (const name of ['a', 'b']) {
      if (chance(0.7))
        files[`conf.d/${name}.conf`] = `${lines(program(pick([...names, `inc_${name}`]))).join('\n')}\n`
    }
  }
  const shuffled = chance(0.3) ? [...sections].sort(() => random() - 0.5) : sections
  const newline = chance(0.05) ? '\r\n' : '\n'
  return { text: shuffled.map((section) => lines(section).join(newline)).join(newline), files }
}

const COMMANDS = [
  '/bin/cat',
  '/bin/sh -c "a; b"',
  'echo %(program_name)s',
  'x %(ENV_WORD)s%%',
  'run %(process_num)02d %(numprocs)d',
  'echo %(here)s %(group_name)s %(host_node_name)s',
  '%(ENV_PERCENT)s',
]
const BAD_FORMATS = ['%(nope)s', '100%', '%(here)d', '%z', '%(here', '%(process_num)q']
const PROCESS_NAMES = [
  '%(program_name)s_%(process_num)02d',
  'p%(process_num)s',
  '%(group_name)s%(process_num)d',
]
const BOOLEANS = ['true', 'false', 'Yes', 'OFF', '1', '0']
const INTEGERS = ['0', '1', '10', '-3', ' 7 ', '1_000', '+5']
const BAD_INTEGERS = ['x', '1.5', '', '0x10', '1__0']
const BYTES = ['0', '10MB', '1kb', '2 GB', '4096']
const BAD_BYTES = ['10B', '1.5MB', 'MB', 'x']
const LOGS = [
  'AUTO',
  'none',
  '/tmp/x.log',
  '/tmp/%(program_name)s.log',
  'rel.log',
  '/dev/stdout',
  'syslog',
  '~/x.log',
  '/tmp/%(process_num)d',
]
const ENVIRONMENTS = [
  'A="1"',
  "A='x y',B=2",
  'A=1,',
  'P="%(process_num)d"',
  'WORD="w %(ENV_WORD)s"',
  'A=x y',
  'A=a#b,B=2',
  'A="q\\"r"',
  '',
]
const BAD_ENVIRONMENTS = ['A', 'A=', 'A=1,,B=2', 'A="x', 'A=1 B=2 C', '%(nope)s']

type Choice = readonly [key: string, values: readonly string[], wrong?: readonly string[]]

const PROGRAM_OPTIONS: readonly Choice[] = [
  ['priority', INTEGERS, BAD_INTEGERS],
  ['autostart', BOOLEANS, ['maybe']],
  ['autorestart', [...BOOLEANS, 'unexpected', 'Unexpected'], ['never']],
  ['startsecs', INTEGERS, [...BAD_INTEGERS, '%(process_num)d']],
  ['startretries', INTEGERS, BAD_INTEGERS],
  ['exitcodes', ['0', '0,2', '', '1, 3'], ['256', '-1', '0,', 'x']],
  ['stopsignal', ['TERM', 'sigint', '9', 'CLD', '34'], ['FOO', '99', '']],
  ['stopwaitsecs', INTEGERS, BAD_INTEGERS],
  ['stopasgroup', ['true', 'false'], ['x']],
  ['killasgroup', ['true'], ['false', 'x']],
  ['redirect_stderr', BOOLEANS, ['x']],
  ['numprocs_start', INTEGERS, BAD_INTEGERS],
  ['user', ['root', '0'], ['nobody-here', '99999']],
  ['umask', ['022', '7', '0o77'], ['8', 'x', '']],
  ['environment', ENVIRONMENTS, BAD_ENVIRONMENTS],
  ['directory', ['/tmp', '%(here)s', 'rel', '/d/%(process_num)d'], BAD_FORMATS],
  ['serverurl', ['AUTO', 'auto', '', 'http://x:1'], BAD_FORMATS],
  ...['stdout', 'stderr'].flatMap((stream): Choice[] => [
    [`${stream}_logfile`, LOGS, ['/nope/x', '%(nope)s']],
    [`${stream}_logfile_maxbytes`, BYTES, BAD_BYTES],
    [`${stream}_logfile_backups`, INTEGERS, BAD_INTEGERS],
    [`${stream}_capture_maxbytes`, BYTES, BAD_BYTES],
    [`${stream}_events_enabled`, BOOLEANS, ['x']],
    [`${stream}_syslog`, BOOLEANS, ['x']],
  ]),
]

// [supervisord] inherits too, and its environment is expanded twice by the installed release (VER-03).
const INHERITED = PROGRAM_OPTIONS.filter(([key]) => key !== 'environment')

const SUPERVISORD_OPTIONS: readonly Choice[] = [
  ['logfile', ['/tmp/s.log', 'syslog', 'rel.log', '~/s.log', '%(here)s/s.log'], ['/nope/x', '%(nope)s']],
  ['logfile_maxbytes', BYTES, BAD_BYTES],
  ['logfile_backups', INTEGERS, BAD_INTEGERS],
  ['loglevel', ['info', 'Debug', 'blather'], ['warning', '']],
  ['pidfile', ['/tmp/s.pid', '/dev/null', 's.pid'], ['/nope/x']],
  ['umask', ['022', '0o27'], ['9']],
  ['nodaemon', BOOLEANS, ['x']],
  ['silent', BOOLEANS, ['x']],
  ['minfds', INTEGERS, BAD_INTEGERS],
  ['minprocs', INTEGERS, BAD_INTEGERS],
  ['nocleanup', BOOLEANS, ['x']],
  ['childlogdir', ['/tmp', '~'], ['/nope']],
  ['user', ['root', '0'], ['nobody-here']],
  ['directory', ['/tmp', '/'], ['/nope']],
  ['strip_ansi', BOOLEANS, ['x']],
  ['environment', ['A="1",WORD="mine"', "B='%(here)s'", ''], ['A', 'A="x']],
  ['identifier', ['sup', '', '%(ENV_WORD)s'], ['%(program_name)s']],
]
