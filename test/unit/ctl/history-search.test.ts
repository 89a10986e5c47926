// The search of the history (CTL-46), key by key.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHistorySearch } from '../../../core/ctl/history-search.js'

const HISTORY = ['status web', 'status redis', 'version', 'version']

/** Types keys and answers with what is shown then, `|` at the cursor, and the keys that were left to the editor. */
function searching(line = '', history: readonly string[] = HISTORY) {
  let prompt = '> '
  let shown = ''
  const editor = {
    line,
    cursor: line.length,
    getPrompt: () => prompt,
    setPrompt: (text: string) => {
      prompt = text
    },
    prompt: () => {
      shown = `${prompt}${editor.line.slice(0, editor.cursor)}|${editor.line.slice(editor.cursor)}`
    },
  }
  const takes = createHistorySearch(editor, history)
  return (keys: string): readonly [shown: string, left: string] => {
    const left = Array.from(keys).filter((key) => !takes(key))
    return [shown, left.join('')]
  }
}

const shows = (text: string) => [text, '']

test('Ctrl-R finds the newest line that holds the text, and the next older one when it is pressed again', () => {
  const type = searching()
  assert.deepEqual(type('\x12'), shows("(reverse-i-search)`': |"))
  assert.deepEqual(type('s'), shows("(reverse-i-search)`s': ver|sion"))
  assert.deepEqual(type('ta'), shows("(reverse-i-search)`sta': |status redis"))
  assert.deepEqual(type('\x12'), shows("(reverse-i-search)`sta': |status web"))
})

test('the search begins with the line itself, and passes over a line that looks the same', () => {
  assert.deepEqual(searching('abc')('\x12b'), shows("(reverse-i-search)`b': a|bc"))
  assert.deepEqual(searching()('\x12v\x12s'), shows("(failed reverse-i-search)`vs': |version"))
})

test('the search goes from where the match begins to the left, then to the end of the next older line', () => {
  const type = searching()
  assert.deepEqual(type('\x12red\x12'), shows("(failed reverse-i-search)`red': status |redis"))
  assert.deepEqual(type('\x7f\x7f\x7fs'), shows("(reverse-i-search)`s': statu|s redis"))
  assert.deepEqual(type('\x12\x12'), shows("(reverse-i-search)`s': statu|s web"))
})

test('what is in no line keeps the last match and says so; Backspace takes it back', () => {
  const type = searching()
  assert.deepEqual(type('\x12sta\x12\x12'), shows("(failed reverse-i-search)`sta': |status web"))
  assert.deepEqual(type('😀'), shows("(failed reverse-i-search)`sta😀': |status web"))
  assert.deepEqual(type('\x7f'), shows("(reverse-i-search)`sta': |status web"))
  assert.deepEqual(type('\b\b\b\b'), shows("(reverse-i-search)`': |status web"))
})

test('Ctrl-G gives the line back, any other key acts on what was found', () => {
  assert.deepEqual(searching('ab')('\x12web\x07'), shows('> ab|'))
  assert.deepEqual(searching('ab')('\x12web\r'), ['> status |web', '\r'])
  assert.deepEqual(searching()('\x12red\x1b'), ['> status |redis', '\x1b'])
  assert.deepEqual(searching('ab')('\x12zz\t'), ['> ab|', '\t'])
  assert.deepEqual(searching()('ab\x07\x7f'), ['', 'ab\x07\x7f'])
})

test('Ctrl-R twice is the search before, with lines that came since', () => {
  const history = [...HISTORY]
  const type = searching('', history)
  type('\x12sta\x07')
  history.push('start web')
  assert.deepEqual(type('\x12\x12'), shows("(reverse-i-search)`sta': |start web"))
})
