import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEnvironment } from '../../../core/config/environment.js'
import { createNames, environmentNames, expandText } from '../../../core/config/expand.js'
import type { InvalidValue } from '../../../core/config/problems.js'

const names = createNames({ word: 'x', number: 7 }, environmentNames({ HOME: '/root' }))
const expand = (text: string) => expandText(text, names, 'program:web.command')

function refusal(text: string): string {
  try {
    return `accepted: ${expand(text)}`
  } catch (error) {
    return (error as Error).message
  }
}

test('texts and numbers are formatted as Python formats them (CFG-EXP-01)', () => {
  // Each was shown to Python 3.11.
  const cases: readonly (readonly [string, string])[] = [
    ['%(word)s %(ENV_HOME)s 50%%', 'x /root 50%'],
    ['%(word)10s|%(word)-3s|%(word)05s|%(word).0s|%(word)r|%(word)c', "         x|x  |    x||'x'|x"],
    ['%(number)d %(number)02d %(number)5d|%(number)-5d|', '7 07     7|7    |'],
    ['%(number)+d %(number)#x %(number).3d', '+7 0x7 007'],
    ['%(number)e %(number)g %(number)f %(number)08.2f', '7.000000e+00 7 7.000000 00007.00'],
    ['%(number)#5x|%(number)0#8x|%(number)05.3d|%(number)+05d', '  0x7|0x000007|00007|+0007'],
    ['%(number)#o %(number)X %(number)ld %(number)s %(number)a', '0o7 7 7 7 7'],
    ['%%(word)s', '%(word)s'],
  ]
  for (const [text, expected] of cases) assert.equal(expand(text), expected, text)
})

test('an unknown name is told with those there are (CFG-EXP-02)', () => {
  assert.equal(
    refusal("%(wrod)s it's"),
    "Format string \"%(wrod)s it's\" for 'program:web.command' contains names ('wrod') which cannot be expanded. " +
      'Available names: ENV_HOME, number, word',
  )
})

test('a malformed format is told with its reason (CFG-EXP-03)', () => {
  const reasons: readonly (readonly [string, string])[] = [
    ['abc %(word)z', "unsupported format character 'z' (0x7a) at index 11"],
    ['100%', 'incomplete format'],
    ['%(word', 'incomplete format key'],
    ['%(word)d', '%d format: a real number is required, not str'],
    ['%(word)x', '%x format: an integer is required, not str'],
    ['%(word)f', 'must be real number, not str'],
    ['%(word)*d', '* wants int'],
    ['%(number)*d', 'not enough arguments for format string'],
    ['%d', '%d format: a real number is required, not dict'],
    ['%(word)s %s', 'not enough arguments for format string'],
    ['%(number)99999999999999999999d', 'width too big'],
  ]
  for (const [text, reason] of reasons) {
    assert.equal(
      refusal(text),
      `Format string '${text}' for 'program:web.command' is badly formatted: ${reason}`,
    )
  }
})

test('a conversion without a name is an error', () => {
  assert.match(refusal('date +%s'), /badly formatted: no name in %s; write %% for a percent sign$/)
})

test('single percent signs are suggested doubled', () => {
  const suggestion = (text: string) => {
    try {
      expandText(text, names, 'program:web.command')
    } catch (error) {
      return (error as InvalidValue).suggestion
    }
    throw new Error(`${text} is well formed`)
  }
  assert.equal(suggestion('date +%Y-%m 100%%'), 'date +%%Y-%%m 100%%')
  assert.equal(suggestion('x %(program_name)q'), undefined)
})

test('errors never show a secret', () => {
  const secret = 'hunter2'
  const refused = (text: string, option: string) => {
    assert.throws(
      () => expandText(text, names, option),
      (error: Error) => {
        assert.ok(!error.message.includes(secret), error.message)
        assert.ok(error.message.startsWith(`Format string '`), error.message)
        return true
      },
    )
  }
  refused(`${secret}%`, 'unix_http_server.password')
  refused(`%(${secret})s`, 'plugin:mail.smtp_password')
  for (const value of [
    `"${secret}%"`,
    `${secret}%`,
    `'a,B=${secret}'%`,
    `"a\\",B=${secret}%`,
    `x,${secret}%`,
  ]) {
    refused(`A=1,DB_PASSWORD=${value},Z="1%"`, 'environment')
  }
  refused(`URL="postgres://me:${secret}@host/db?x=100%"`, 'environment')
  assert.throws(() => expandText('A="1",TOKEN=x,B="5%"', names, 'environment'), {
    message: `Format string 'A="1",TOKEN=***,B="5%"' for 'environment' is badly formatted: unsupported format character '"' (0x22) at index 19`,
  })
  assert.throws(() => readEnvironment(`A="1",SECRET_KEY=${secret},B`), {
    message: `Unexpected end of key/value pairs in value 'A="1",SECRET_KEY=***'`,
  })
})
