// The line reader on a terminal, with keys that come together (CTL-46).

import assert from 'node:assert/strict'
import { PassThrough, Writable } from 'node:stream'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { createLineReader, type ReadLineOptions } from '../../../core/ctl/line-reader.js'
import { EndOfInput, Interrupted } from '../../../sdk/contracts/ctl.js'

/** Completes to these words, a while after it was asked. */
const WORDS = ['start ', 'status ', 'stop ', 'web ', 'wörk ']

const COMMAND: ReadLineOptions = {
  async complete(line) {
    await setImmediate()
    const word = /\S*$/.exec(line)?.[0] ?? ''
    return [WORDS.filter((one) => one.startsWith(word)), word]
  },
}

function openTerminal(history: string[] = []) {
  const input = Object.assign(new PassThrough(), { isTTY: true as const })
  let shown = ''
  const output = new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      shown += text
      done()
    },
  })
  const reader = createLineReader(
    input,
    Object.assign(output, { isTTY: true as const, columns: 80 }),
    history,
  )
  return {
    ...reader,
    type: (keys: string | Buffer) => input.write(keys),
    end: () => input.end(),
    shown: () => shown,
  }
}

test('a Tab completes also where more keys follow it in the same read, and these wait for it', async () => {
  const terminal = openTerminal()
  terminal.type('stat\twe\twö\tx\r')
  assert.equal(await terminal.read('> ', COMMAND), 'status web wörk x')
  terminal.type('stop we\t\x1b[D\x1b[D😀\x1b[D\x7f!\r')
  assert.equal(await terminal.read('> ', COMMAND), 'stop w!😀b ')
  terminal.close()
})

test('two Tabs that come together show what is possible', async () => {
  const terminal = openTerminal()
  terminal.type('help st\t\t\r')
  await terminal.read('> ', COMMAND)
  assert.match(terminal.shown(), /start +status +stop/)
  assert.doesNotMatch(terminal.shown(), /web/)
  terminal.close()
})

test('lines that come together are read one by one, each completed, shown and kept as if typed', async () => {
  const history: string[] = []
  const terminal = openTerminal(history)
  terminal.type('sto\t\rme\rsecret\rweb\r\x03\x04')
  assert.equal(await terminal.read('> ', COMMAND), 'stop ')
  assert.equal(await terminal.read('Username:'), 'me')
  assert.equal(await terminal.read('Password:', { hidden: true }), 'secret')
  assert.equal(await terminal.read('> ', COMMAND), 'web')
  await assert.rejects(terminal.read('> ', COMMAND), Interrupted)
  await assert.rejects(terminal.read('> ', COMMAND), EndOfInput)
  assert.deepEqual(history, ['stop ', 'web'])
  assert.doesNotMatch(terminal.shown(), /secret/)
  terminal.close()
})

test('a character that two reads cut apart is one, and what is left at the end of the input is a line', async () => {
  const terminal = openTerminal()
  const line = terminal.read('> ', COMMAND)
  const bytes = Buffer.from('wö\t')
  terminal.type(bytes.subarray(0, 2))
  terminal.type(bytes.subarray(2))
  terminal.end()
  assert.equal(await line, 'wörk ')
  terminal.close()
})

test('Ctrl-R searches the history and what was found is edited like any line, also when typed at once', async () => {
  const terminal = openTerminal(['status web', 'version'])
  terminal.type('\x12st\x1b[C\x1b[C\x0b\r')
  assert.equal(await terminal.read('> ', COMMAND), 'st')
  assert.ok(terminal.shown().includes("(reverse-i-search)`st': status web"), terminal.shown())
  terminal.type('xy\x12ver\x07z\r\x12ver\r')
  assert.equal(await terminal.read('> ', COMMAND), 'xyz')
  assert.equal(await terminal.read('> ', COMMAND), 'version')
  terminal.close()
})

test('Ctrl-R at a question does nothing: its answer is no command line', async () => {
  const terminal = openTerminal(['yes'])
  terminal.type('\x12y\r')
  assert.equal(await terminal.read('y/N? '), 'y')
  assert.doesNotMatch(terminal.shown(), /search/)
  terminal.close()
})
