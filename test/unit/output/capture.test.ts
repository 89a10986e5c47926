import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCapture, prefixAtEnd } from '../../../core/output/capture.js'
import { createMemorySink } from './capture-fixtures.js'

const BEGIN = '<!--XSUPERVISOR:BEGIN-->'
const END = '<!--XSUPERVISOR:END-->'

function capture(maxbytes: number, chunks: readonly string[], close = true) {
  const sink = createMemorySink()
  const captured: string[] = []
  const subject = createCapture({
    maxbytes,
    next: sink,
    onCaptured: (bytes) => void captured.push(bytes.toString()),
  })
  for (const chunk of chunks) subject.write(Buffer.from(chunk))
  if (close) subject.close()
  return { log: sink.text(), captured }
}

test('text between the tokens is captured and neither it nor they reach the log (LOG-41)', () => {
  const text = `before${BEGIN}one${END}between${BEGIN}two${END}after`
  assert.deepEqual(capture(100, [text]), { log: 'beforebetweenafter', captured: ['one', 'two'] })
})

test('tokens may straddle reads anywhere (LOG-40)', () => {
  const text = `a<${BEGIN}x<!--${END}b`
  for (let at = 0; at <= text.length; at++) {
    const result = capture(100, [text.slice(0, at), text.slice(at)])
    assert.deepEqual(result, { log: 'a<b', captured: ['x<!--'] }, `cut at ${at}`)
  }
  assert.deepEqual(capture(100, [...text]), { log: 'a<b', captured: ['x<!--'] })
})

test('only what can begin a token is kept back (EDGE-26)', () => {
  assert.equal(capture(100, ['short'], false).log, 'short')
  assert.equal(capture(100, ['line <!--X'], false).log, 'line ')
})

test('what was kept back is given when the stream ends (EDGE-26)', () => {
  assert.equal(capture(100, ['line <!--X']).log, 'line <!--X')
})

test('the limit holds for any read, and the latest bytes are kept (EDGE-26)', () => {
  const long = '0123456789'.repeat(4)
  assert.deepEqual(capture(10, [BEGIN + long + END]).captured, ['0123456789'])
  assert.deepEqual(capture(10, [BEGIN, 'abcdefgh', 'ijk', 'l', END]).captured, ['cdefghijkl'])
  assert.deepEqual(capture(10, [BEGIN, ...'abcdefghijklmnop', END]).captured, ['ghijklmnop'])
})

test('a text whose end never came goes to the log (EDGE-26)', () => {
  assert.deepEqual(capture(100, [`a${BEGIN}unfinished<!--`]), { log: 'aunfinished<!--', captured: [] })
})

test('captured bytes survive the reuse of the read buffer', () => {
  const sink = createMemorySink()
  const captured: string[] = []
  const subject = createCapture({
    maxbytes: 100,
    next: sink,
    onCaptured: (bytes) => void captured.push(bytes.toString()),
  })
  const buffer = Buffer.from(`${BEGIN}kept<!--`)
  subject.write(buffer)
  buffer.fill('z')
  subject.write(Buffer.from(END))
  assert.deepEqual(captured, ['kept<!--'])
})

test('a full log leaves room for what was kept back', () => {
  const subject = createCapture({
    maxbytes: 10,
    next: { write() {}, room: () => 20, onRoom() {} },
    onCaptured() {},
  })
  assert.equal(subject.room?.(), 0)
})

test('the longest beginning of the token at the end counts', () => {
  const token = Buffer.from('aab')
  const cases: readonly [text: string, length: number][] = [
    ['', 0],
    ['x', 0],
    ['xa', 1],
    ['xaa', 2],
    ['xaaa', 2],
    ['aab', 0],
  ]
  for (const [text, length] of cases) assert.equal(prefixAtEnd(Buffer.from(text), token), length, text)
})
