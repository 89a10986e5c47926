import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findUnexpanded } from '../../../core/config/unexpanded.js'

const FOUND: Readonly<Record<string, readonly [text: string, variable: string | null]>> = {
  '/bin/run $HOME': ['$HOME', 'HOME'],
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
    assert.deepEqual(findUnexpanded(command), { text, variable })
  })
}

const FINE: readonly string[] = [
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
