// Every option of supervisord's command line: CLI-SD-01 to CLI-SD-07, beside the original's program.

import assert from 'node:assert/strict'
import { readFileSync, readlinkSync } from 'node:fs'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { type RunResult, run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, type Kind, skipUnless } from '../../support/systems.js'
import { launch } from './background.js'

/** Each ends before anything is started. */
const REFUSED: readonly (readonly string[])[] = [
  ['-x'],
  ['--bogus'],
  ['word'],
  ['é', '-'],
  ['--', '-n'],
  ['-c'],
  ['-c', 'nowhere.conf'],
  ['--conf=nowhere.conf'],
  ['-nn'],
  ['-e', 'info', '-e', 'info'],
  ['--nodaemon=3'],
  ['--min', '3'],
  ['-e', 'loud'],
  ['--loglevel', ''],
  ['-y', '12QB'],
  ['-z', 'x'],
  ['-a', 'x'],
  ['--minprocs=x'],
  ['-m', '0999'],
  ['-d', '/nowhere'],
  ['-q', '/nowhere'],
  ['-l', '/nowhere/x'],
  ['-j', '/nowhere/x'],
  ['-v', 'word'],
  ['-u', 'nosuchuser', '-c', 'c.conf'],
  ['-u', '99999', '-c', 'c.conf'],
  ['-u', '', '-c', 'c.conf'],
  ...['-d', '-q', '-e', '-m', '-y', '-z', '-a', '--minprocs'].map((option) => [option, '']),
]

test('a command line that cannot be used gives the same error and exit code as the original (CLI-SD-07)', {
  skip: skipUnless('reeve', 'supervisor'),
}, async () => {
  const scratch = new Scratch()
  writeConfig(scratch, '')
  try {
    for (const args of REFUSED) {
      const [theirs, ours] = await Promise.all([attempt('supervisor', args), attempt('reeve', args)])
      assert.deepEqual(ours, theirs, args.join(' '))
      assert.equal(ours.code, 2, args.join(' '))
    }
  } finally {
    await scratch.remove()
  }

  async function attempt(kind: Kind, args: readonly string[]): Promise<RunResult> {
    const program = executable(kind, 'supervisord')
    const result = await run(program, args, { directory: scratch.path, environment: scratch.mark })
    // Ours adds where the value stands; the text before it is the original's.
    const stderr = result.stderr.replaceAll(program, 'supervisord').replace(/ \[option \w+\]$/m, '')
    return { ...result, stderr }
  }
})

test('-v and -h act at once and exit 0, also after other options (CLI-SD-05, CLI-SD-06)', {
  skip: skipUnless('reeve'),
}, async () => {
  const program = executable('reeve', 'supervisord')
  for (const args of [
    ['-v'],
    ['--version'],
    ['-nsv'],
    ['-c', 'nowhere', '--profile_options', 'calls', '-v'],
  ]) {
    const { code, stdout, stderr } = await run(program, args)
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
  }
  for (const args of [['-h'], ['--help'], ['-?'], ['-n', '-h']]) {
    const { code, stdout, stderr } = await run(program, args)
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    for (const option of LONG_OPTIONS) assert.ok(stdout.includes(`--${option}`), option)
  }
})

const LONG_OPTIONS = (
  'configuration nodaemon silent help version user umask directory logfile logfile_maxbytes logfile_backups loglevel ' +
  'pidfile identifier childlogdir nocleanup minfds minprocs strip_ansi profile_options'
).split(' ')

test('each option wins over the file (CLI-SD-02, CLI-SD-03)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const scratch = new Scratch()
  const old = `old-stdout---given-12345678.log`
  scratch.folder('given')
  scratch.write(`given/${old}`, 'kept')
  const args = [
    [
      '-u',
      'root',
      '-m',
      '077',
      '-d',
      'given',
      '-l',
      'given.log',
      '-j',
      'given.pid',
      '-i',
      'given',
      '-q',
      'given',
    ],
    ['-y', '1KB', '-z', '1', '-e', 'debug', '-a', '1100', '--minprocs', '150', '-k', '-t'],
  ].flat()
  const daemon = await launch(
    `[supervisord]
umask=022
directory=%(here)s/logs
identifier=file
loglevel=error
minfds=600
logfile_maxbytes=0
[program:a]
command=sh -c 'ulimit -Sn; printf "\\033[31mred\\033[0m\\n"; exec sleep 1000'`,
    { scratch, args, before: 'ulimit -Sn 512' },
  )
  try {
    assert.deepEqual(daemon.launcher, { code: 0, signal: null, stdout: '', stderr: '' })
    const pid = Number(scratch.read('given.pid'))
    assert.equal(scratch.has('main.pid'), false)
    assert.match(readFileSync(`/proc/${pid}/status`, 'utf8'), /^Umask:\s0077$/m)
    assert.equal(readlinkSync(`/proc/${pid}/cwd`), scratch.at('given'))
    assert.equal(await daemon.ask('getIdentification'), 'given')

    await daemon.pidOf('a')
    const log = () => daemon.log('given.log.1').concat(daemon.log('given.log')).join('\n')
    await daemon.logged(/spawned: 'a'/, 1, 'given.log')
    for (let round = 0; round < 12; round += 1) await daemon.ask('signalProcess', 'a', 'CONT')
    assert.match(log(), /DEBG sending a/)
    assert.ok(scratch.read('given.log.1').length >= 1024)
    assert.deepEqual(
      scratch.names().filter((name) => name.startsWith('given.log')),
      ['given.log', 'given.log.1'],
    )

    const made = scratch.names('given').find((name) => /^a-stdout---given-\w+\.log$/.test(name))
    assert.ok(made !== undefined && scratch.has(`given/${old}`), scratch.names('given').join(' '))
    await daemon.logged(/^red$/, 1, `given/${made}`)
    assert.equal(scratch.read(`given/${made}`), '1100\nred\n')
  } finally {
    await daemon.close()
  }
})

test('an empty -l or -j leaves the path of the file, an empty -i is the name, as with the original (CLI-AUX-05)', {
  skip: skipUnless('reeve', 'supervisor'),
}, async () => {
  for (const kind of ['supervisor', 'reeve'] as const) {
    const daemon = await startDaemon({ kind, config: '', args: ['-l', '', '-j', '', '-i', ''] })
    try {
      assert.equal(await daemon.ask('getIdentification'), '')
      assert.equal(Number(daemon.scratch.read('main.pid')), daemon.pid)
      assert.ok(daemon.scratch.has('main.log'))
    } finally {
      await daemon.close()
    }
  }
})
