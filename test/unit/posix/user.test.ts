import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createUserChanger, findTool, TOOLS, wrapInNode } from '../../../core/posix/change-user.js'
import { createChildren, isRoot, OTHER_UID } from './children.js'

const skip = isRoot ? false : 'needs root'
const children = createChildren()
const folder = mkdtempSync(join(tmpdir(), 'reeve-user-'))
chmodSync(folder, 0o755)
after(() => {
  children.dispose()
  rmSync(folder, { recursive: true })
})

const user = { uid: OTHER_UID }
const account = children.posix.accounts.lookupUser(OTHER_UID)
const groups = account === undefined ? [] : children.posix.accounts.supplementaryGroups(account)

const SHOW =
  'id -u; id -g; id -G; pwd; umask; grep -E "Sig(Blk|Ign)|CapEff" /proc/self/status; ls /proc/self/fd | wc -l'
const EXPECTED = [
  String(OTHER_UID),
  String(account?.gid),
  groups.join(' '),
  folder,
  '0027',
  'SigBlk:\t0000000000000000',
  'SigIgn:\t0000000000000000',
  'CapEff:\t0000000000000000',
  '4',
  '',
].join('\n')

test('user= gives ids, groups, directory, umask and nothing of the daemon (LIFE-41, LIFE-43)', {
  skip,
}, async () => {
  const { stdout, stderr, exit } = await children.shell(SHOW, { user, directory: folder, umask: 0o027 })
  assert.deepEqual([stdout, stderr, exit.code], [EXPECTED, '', 0])
})

test('variables that steer the loader act on the program only', { skip }, async () => {
  const environment = { PATH: '/usr/bin:/bin', LD_DEBUG: 'help', TZDIR: '/x', B: 'a b=c' }
  const { stdout } = await children.run({
    user,
    file: '/usr/bin/env',
    argv: ['env'],
    environment: { ...environment, LD_DEBUG: 'unknown-word' },
  })
  assert.deepEqual(stdout.trim().split('\n').sort(), [
    'B=a b=c',
    'LD_DEBUG=unknown-word',
    'PATH=/usr/bin:/bin',
    'TZDIR=/x',
  ])
})

test('what the tools cannot express goes through a launcher of our own', { skip }, async () => {
  const script = join(folder, 'a=b')
  symlinkSync('/usr/bin/python3', script)
  const argv = [
    'not the file',
    '-c',
    'import os,sys; print(os.getuid(), os.umask(0), sys.orig_argv[0], os.getcwd())',
  ]
  const { stdout } = await children.run({ user, file: script, argv, directory: folder, umask: 0o027 })
  assert.equal(stdout, `${OTHER_UID} ${0o027} not the file ${folder}\n`)
})

const REQUEST = {
  identity: { uid: OTHER_UID, gid: account?.gid ?? 0, groups },
  file: '/usr/bin/sh',
  argv: ['sh', '-c', SHOW],
  environment: ['PATH=/usr/bin:/bin'],
  directory: folder,
  umask: 0o027,
  softNofile: 700,
  isExecutable: (file: string) => file === '/usr/bin/sh',
}

function asRecord(environment: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    environment.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  )
}

test('no way to become a user shows its variables among the words of a command', () => {
  const request = {
    ...REQUEST,
    environment: [...REQUEST.environment, 'DB_PASSWORD=secret', 'TMPDIR=/x'],
  }
  const ways = [wrapInNode(request)]
  for (const tool of Object.values(TOOLS)) {
    const wrapped = createUserChanger({ ...tool, file: '/bin/tool' })(request)
    if (wrapped !== undefined) ways.push(wrapped)
  }
  for (const { argv, environment } of ways) {
    assert.doesNotMatch(argv.join(' '), /secret/)
    assert.equal(environment.filter((entry) => entry.endsWith('DB_PASSWORD=secret')).length, 1)
    assert.equal(environment.filter((entry) => entry.startsWith('TMPDIR=')).length, 0)
  }
})

test('the launcher of our own gives the program exactly its variables', { skip }, async () => {
  const { file, argv, environment } = wrapInNode({
    ...REQUEST,
    file: '/usr/bin/env',
    argv: ['env'],
    environment: ['LD_DEBUG=unknown-word', 'EMPTY=', 'B=a b=c'],
  })
  const { stdout } = await children.run({ file, argv, environment: asRecord(environment) })
  assert.equal(stdout, 'LD_DEBUG=unknown-word\nEMPTY=\nB=a b=c\n')
})

test('the launcher of our own gives the same as the tools', { skip }, async () => {
  const { file, argv, environment } = wrapInNode(REQUEST)
  const { stdout, stderr } = await children.run({ file, argv, environment: asRecord(environment) })
  assert.deepEqual([stdout, stderr], [EXPECTED, ''])
})

for (const tool of Object.values(TOOLS)) {
  const [name] = tool.words(REQUEST.identity)
  test(`${name} gives the user, with and without variables that steer the loader`, {
    skip,
  }, async (context) => {
    const installed = findTool([tool])
    if (installed === undefined) return context.skip(`${name} is not installed`)
    for (const extra of [[], ['TZDIR=/x']]) {
      const wrapped = createUserChanger(installed)({
        ...REQUEST,
        environment: [...REQUEST.environment, ...extra],
      })
      assert.ok(wrapped !== undefined)
      const environment = asRecord(wrapped.environment)
      const { file, argv } = wrapped
      const { stdout, stderr } = await children.run({
        file,
        argv,
        environment,
        directory: folder,
        umask: 0o027,
      })
      assert.deepEqual([stdout, stderr], [EXPECTED, ''])
    }
  })
}

test('the launcher of our own fails with Supervisor`s texts', { skip }, async () => {
  const base = {
    identity: { uid: OTHER_UID, gid: account?.gid ?? 0, groups },
    environment: [],
    umask: undefined,
    softNofile: undefined,
    isExecutable: () => true,
  }
  const cases = [
    [{ file: '/nonexistent', argv: ['prog'], directory: undefined }, "couldn't exec prog: ENOENT"],
    [{ file: '/usr/bin/true', argv: ['true'], directory: '/root' }, "couldn't chdir to /root: EACCES"],
  ] as const
  for (const [request, text] of cases) {
    const { file, argv } = wrapInNode({ ...base, ...request })
    const { stderr, exit } = await children.run({ file, argv, environment: {} })
    assert.equal(stderr, `supervisor: ${text}\nsupervisor: child process was not spawned\n`)
    assert.equal(exit.code, 127)
  }
})

test('what the user may not do is a child that says so and exits 127', { skip }, async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  writeFileSync(join(closed, 'program'), '#!/bin/sh\n', { mode: 0o755 })
  const rootOnly = join(folder, 'root-only')
  writeFileSync(rootOnly, '#!/bin/sh\n', { mode: 0o700 })
  const interpreted = join(folder, 'interpreted')
  writeFileSync(interpreted, `#!${rootOnly}\n`, { mode: 0o755 })
  const noFormat = join(folder, 'no-format')
  writeFileSync(noFormat, 'echo hello\n', { mode: 0o755 })
  const cases = [
    [{ directory: closed }, `couldn't chdir to ${closed}: EACCES`],
    [{ directory: '/nonexistent' }, "couldn't chdir to /nonexistent: ENOENT"],
    [{ file: join(closed, 'program'), argv: ['program'] }, "couldn't exec program: EACCES"],
    [{ file: rootOnly, argv: [rootOnly] }, `couldn't exec ${rootOnly}: EACCES`],
    [{ file: interpreted, argv: [interpreted] }, `couldn't exec ${interpreted}: EACCES`],
    [{ file: noFormat, argv: [noFormat] }, `couldn't exec ${noFormat}: ENOEXEC`],
    [{ user: { uid: 3_999_999_999 } }, "couldn't setuid to 3999999999: Can't find uid 3999999999"],
  ] as const
  for (const [request, text] of cases) {
    const { stderr, exit } = await children.run({ user, ...request })
    assert.equal(stderr, `supervisor: ${text}\nsupervisor: child process was not spawned\n`)
    assert.equal(exit.code, 127)
  }
})

test('the daemon`s own rights are as before after a look around', { skip }, async () => {
  await children.run({ user, directory: '/nonexistent' })
  const { stdout } = await children.shell('id -u; id -G; ls /root > /dev/null && echo reads')
  assert.equal(stdout, `0\n${process.getgroups?.().join(' ')}\nreads\n`)
})

test('user= of the daemon`s own user changes nothing (LIFE-43)', async () => {
  const { stdout } = await children.shell('id -u', { user: { uid: process.getuid?.() ?? -1 } })
  assert.equal(stdout.trim(), String(process.getuid?.()))
})

// As root this is a matter of the differential suite (DIFF-15), which runs the daemon as another user.
if (!isRoot) {
  test('another user without root is Supervisor`s refusal (DIFF-15)', async () => {
    const { stderr, exit } = await children.shell('id', { user: { uid: 0 } })
    assert.match(stderr, /^supervisor: couldn't setuid to 0: Can't drop privilege as nonroot user\n/)
    assert.equal(exit.code, 127)
  })
}

test('the tools are used only where they would execute the same file', () => {
  const change = createUserChanger()
  const request = {
    identity: { uid: 1, gid: 1, groups: [1] },
    file: '/opt/b/prog',
    argv: ['prog'],
    environment: ['PATH=/opt/a:/opt/b'],
    directory: undefined,
    umask: undefined,
    softNofile: undefined,
    isExecutable: (file: string) => file === '/opt/b/prog',
  }
  const found = change(request)
  if (found === undefined) return
  assert.deepEqual(found.argv.slice(-2), ['--', 'prog'])
  assert.equal(change({ ...request, isExecutable: () => true }), undefined)
  assert.equal(change({ ...request, environment: [] }), undefined)
  assert.equal(change({ ...request, argv: ['./prog'], directory: '/opt/b' })?.argv.at(-1), './prog')
  assert.equal(change({ ...request, argv: ['./prog'], directory: '/opt/a' }), undefined)
})
