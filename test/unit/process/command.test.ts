import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CommandError, resolveCommand, splitCommand } from '../../../core/process/command.js'

const SPLITS: readonly (readonly [string, readonly string[]])[] = [
  ['a b  c', ['a', 'b', 'c']],
  ['a\n\tb', ['a', 'b']],
  [`sh -c 'x "y" z'`, ['sh', '-c', 'x "y" z']],
  [`sh -c "it's"`, ['sh', '-c', "it's"]],
  [`"a"'b'c`, ['abc']],
  [`a "" b`, ['a', '', 'b']],
  ['a\\ b', ['a b']],
  ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
  ["'a\\b'", ['a\\b']],
  ['a # b', ['a', '#', 'b']],
  ['', []],
]

for (const [command, words] of SPLITS) {
  test(`the command ${JSON.stringify(command)} is split as a POSIX shell does (CFG-PROG-01)`, () => {
    assert.deepEqual(splitCommand(command), words)
  })
}

test('an open quote and a trailing backslash are named (LIFE-36)', () => {
  assert.throws(() => splitCommand(`a 'b`), /^Error: No closing quotation$/)
  assert.throws(() => splitCommand('a "b'), /^Error: No closing quotation$/)
  assert.throws(() => splitCommand('a b\\'), /^Error: No escaped character$/)
})

const folder = mkdtempSync(join(tmpdir(), 'reeve-command-'))
after(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\n')
chmodSync(join(folder, 'run.sh'), 0o755)
writeFileSync(join(folder, 'plain'), '')
mkdirSync(join(folder, 'dir'))

const resolve = (command: string, directory: string | null = null) =>
  resolveCommand(command, { path: `/nonexistent:${folder}`, directory })

function refusal(command: string): [string, string] {
  try {
    resolve(command)
  } catch (error) {
    if (error instanceof CommandError) return [error.fault, error.message]
    throw error
  }
  throw new Error(`${command} was accepted`)
}

test('a command without a slash is the first entry of PATH that exists, argv keeps the word (LIFE-37, LIFE-38)', () => {
  assert.deepEqual(resolve('run.sh x'), { file: join(folder, 'run.sh'), argv: ['run.sh', 'x'] })
})

test('a program that comes with Reeve is found where PATH does not lead to it', () => {
  const { file, argv } = resolve('supervisor_stdout')
  assert.match(file, /\/core\/bin\/supervisor_stdout$/)
  assert.deepEqual(argv, ['supervisor_stdout'])
})

test('a relative command is looked up from directory= (EDGE-51)', () => {
  assert.deepEqual(resolve('./run.sh', folder), { file: join(folder, 'run.sh'), argv: ['./run.sh'] })
})

test('what cannot be run is refused in the words of Supervisor (LIFE-36)', () => {
  assert.deepEqual(refusal('/nonexistent/x'), ['NO_FILE', "can't find command '/nonexistent/x'"])
  assert.deepEqual(refusal('nosuch'), ['NO_FILE', "can't find command 'nosuch'"])
  assert.deepEqual(refusal(''), ['NOT_EXECUTABLE', 'command is empty'])
  assert.deepEqual(refusal("a 'b"), ['NOT_EXECUTABLE', `can't parse command "a 'b": No closing quotation`])
  assert.deepEqual(refusal('dir'), ['NOT_EXECUTABLE', `command at '${join(folder, 'dir')}' is a directory`])
  assert.deepEqual(refusal('plain'), [
    'NOT_EXECUTABLE',
    `command at '${join(folder, 'plain')}' is not executable`,
  ])
})
