import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { prefixedLines } from '../../../plugins/stdout-handler/prefixed-lines.js'
import { Lines } from '../../support/lines.js'
import { repository } from '../../support/systems.js'

test('supervisor_stdout gives each event back as its result, counted in bytes where the event is in characters', async () => {
  const child = spawn(join(repository, 'core', 'bin', 'supervisor_stdout'), {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = new Lines(child.stdout)
  await lines.waitFor(/^READY$/)
  const header = (length: number) =>
    `ver:3.0 server:s serial:1 pool:p poolserial:1 eventname:X len:${length}\n`
  const bytes = Buffer.from(`${header(4)}é😀x\n${header(0)}${header(2)}a\n`)
  // Cut inside of a character.
  const cut = bytes.indexOf(0xf0) + 2
  child.stdin.write(bytes.subarray(0, cut))
  child.stdin.end(bytes.subarray(cut))
  await lines.end
  assert.equal(lines.text, 'READY\nRESULT 8\né😀x\nREADY\nRESULT 0\nREADY\nRESULT 2\na\nREADY\n')
})

test('each line that a program logged says whose it is', () => {
  const header = 'processname:web groupname:web pid:7 channel:stderr\n'
  assert.deepEqual(prefixedLines(`${header}one\n\ntwo: x\n`), [
    'web stderr | one',
    'web stderr | ',
    'web stderr | two: x',
  ])
  assert.deepEqual(prefixedLines(`${header}no newline`), ['web stderr | no newline'])
  assert.throws(() => prefixedLines('OK'), /no PROCESS_LOG event; the listener must be supervisor_stdout/)
})
