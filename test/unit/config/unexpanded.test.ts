import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../../core/config/index.js'
import { findUnexpanded } from '../../../core/config/unexpanded.js'
import { repository } from '../../support/systems.js'
import { requestFor } from './request.js'

const FOUND: Readonly<Record<string, readonly [text: string, variable: string | null]>> = {
  '/bin/run $HOME': ['$HOME', 'HOME'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable
  '/bin/run --port=${PORT:-80} x': ['${PORT:-80}', 'PORT'],
  '$HOME/bin/run': ['$HOME', 'HOME'],
  'run "$USER name"': ['$USER', 'USER'],
  'run `date +%%s`': ['`date +%%s`', null],
  'run $(id -u)': ['$(id -u)', null],
  'run -c$HOME': ['$HOME', 'HOME'],
  "run '$A' $B": ['$B', 'B'],
  'run $A sh -c "echo $B"': ['$A', 'A'],
}

for (const [command, [text, variable]] of Object.entries(FOUND)) {
  test(`${command} holds what no shell will expand`, () => {
    assert.deepEqual(findUnexpanded(command), { text, variable, isOperator: false })
  })
}

const OPERATORS: Readonly<Record<string, string>> = {
  'cd /srv && run': '&&',
  'run &': '&',
  'run | tee x': '|',
  'run > log': '>',
  'run >>/var/log/x 2>&1': '>>/var/log/x',
  'run 2>&1': '2>&1',
  'run < file': '<',
}

for (const [command, text] of Object.entries(OPERATORS)) {
  test(`${command} holds what only a shell obeys`, () => {
    assert.deepEqual(findUnexpanded(command), { text, variable: null, isOperator: true })
  })
}

const FINE: readonly string[] = [
  'sh -c "run && run" > x',
  'expr 1 \'>\' 2 \\| 3 "&"',
  'find . -exec rm {} ;',
  'run a&b x|y --if=>1 <br>',
  'sh -c "echo $HOME"',
  "bash -lc 'exec run `date`'",
  'su app -c "run $HOME"',
  "awk '{ print $NF }' file",
  'run \\$HOME',
  'run "\\$HOME"',
  'run %(ENV_HOME)s cost$ $1 100$',
  'run $',
]

for (const command of FINE) {
  test(`${command} means what it says`, () => {
    assert.equal(findUnexpanded(command), null)
  })
}

test('shell syntax in a command is named once for each program', () => {
  const folder = join(repository, 'test', 'samples', 'config', 'shell-syntax')
  const file = join(folder, 'main.conf')
  const texts = readConfig(requestFor(file)).notices.map(({ text }) => text)
  assert.deepEqual(texts, [
    `For [program:web], $HOME in command is not expanded; use %(ENV_HOME)s or sh -c (${file}:4)`,
    `For [program:joined], && in command is an argument like any other; use sh -c (${file}:10)`,
  ])
})
