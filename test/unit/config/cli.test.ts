import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCommandLine, SUPERVISORD_OPTIONS } from '../../../core/config/cli.js'
import { helpText } from '../../../core/config/help.js'

const overrides = (...argv: string[]) => parseCommandLine(argv).overrides

test('short options cluster, long ones may be cut to a unique prefix (spec 2.9)', () => {
  assert.deepEqual(overrides('-nsk', '-y', '1KB'), {
    nodaemon: true,
    silent: true,
    nocleanup: true,
    logfile_maxbytes: 1024,
  })
  assert.deepEqual(overrides('-nl/tmp/x'), { nodaemon: true, logfile: '/tmp/x' })
  assert.deepEqual(overrides('--nod', '--pidf=/tmp/p', '--ident', 'me'), {
    nodaemon: true,
    pidfile: '/tmp/p',
    identifier: 'me',
  })
  assert.equal(parseCommandLine(['--conf', '/x']).configuration, '/x')
})

test('every option of supervisord has its typed value (CLI-SD-02, CLI-SD-03)', () => {
  assert.deepEqual(
    overrides(
      '-u',
      'root',
      '-m',
      '077',
      '-d',
      '/',
      '-l',
      'x.log',
      '-y',
      '0',
      '-z',
      '3',
      '-e',
      'Trace',
      '-j',
      '/dev/null',
      '-i',
      'me',
      '-q',
      '/',
      '-a',
      '5',
      '--minprocs',
      '6',
      '-t',
      '--logformat',
      'json',
    ),
    {
      user: 'root',
      umask: 0o77,
      directory: '/',
      logfile: 'x.log',
      logfile_maxbytes: 0,
      logfile_backups: 3,
      loglevel: 'trace',
      pidfile: '/dev/null',
      identifier: 'me',
      childlogdir: '/',
      minfds: 5,
      minprocs: 6,
      strip_ansi: true,
      logformat: 'json',
    },
  )
  assert.deepEqual(parseCommandLine(['--plugin', 'a', '--plugin=./b.js']).plugins, ['a', './b.js'])
  assert.deepEqual(parseCommandLine(['--profile_options', 'Calls, callers']).profileOptions, [
    'calls',
    'callers',
  ])
})

test('what is wrong with a command line is told in the words of getopt (spec 2.9, CLI-SD-07)', () => {
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['-x'], 'option -x not recognized'],
    [['--x'], 'option --x not recognized'],
    [['-l'], 'option -l requires argument'],
    [['--logfil'], 'option --logfil not a unique prefix'],
    [['--config'], 'option --configuration requires argument'],
    [['--nodaemon=1'], 'option --nodaemon must not have an argument'],
    [['-n', '-n'], "conflicting command line option '-n'"],
    [['-c', 'a', '--conf', 'a'], "conflicting command line option '--configuration'"],
    [['-y', 'abc'], "invalid value for -y 'abc': invalid literal for int() with base 10: 'abc'"],
    [['--loglev', 'x'], "invalid value for --loglevel 'x': bad logging level name 'x'"],
    [['-m', '9'], "invalid value for -m '9': 9 can not be converted to an octal type"],
    [['-n', 'x', "it's", '-s'], `positional arguments are not supported: ['x', "it's", '-s']`],
    [['--', '-n'], "positional arguments are not supported: ['-n']"],
  ]
  for (const [argv, message] of refusals)
    assert.throws(() => parseCommandLine(argv), { name: 'UsageError', message })
})

test('-h and -v act where they stand: after earlier errors, before later ones (CLI-SD-05, CLI-SD-06)', () => {
  assert.equal(parseCommandLine(['-n', '-v', '-n', '-y', 'x']).action, 'version')
  assert.equal(parseCommandLine(['-?']).action, 'help')
  assert.throws(() => parseCommandLine(['-y', 'x', '-h']), /invalid value for -y/)
  assert.throws(() => parseCommandLine(['-h', '--nope']), /option --nope not recognized/)
})

test('the help lists every option', () => {
  const help = helpText('/usr/bin/supervisord')
  for (const { short, long } of SUPERVISORD_OPTIONS) {
    if (short !== null) assert.ok(help.includes(`-${short}`), short)
    if (long !== null) assert.ok(help.includes(`--${long}`), long)
  }
})
