import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CoerceContext, coerce } from '../../../core/config/coerce.js'
import type { Coercion } from '../../../schemas/option-table.js'
import { ROOT_ONLY } from './request.js'

const context: CoerceContext = {
  accounts: ROOT_ONLY,
  environment: { HOME: '/root' },
  workingDirectory: '/base',
  directories: new Map(),
  onDropped: () => {},
}

function outcome(coercion: Coercion, text: string): unknown {
  try {
    return coerce(coercion, text, context)
  } catch (error) {
    return (error as Error).message
  }
}

// The differential tests show many more to the original's parser; these hold where it is not installed.
const CASES: readonly (readonly [id: string, Coercion, readonly (readonly [string, unknown])[]])[] = [
  [
    'CFG-TYP-01',
    'boolean',
    [
      ['Yes', true],
      ['oFF', false],
      ['1', true],
      ['', "not a valid boolean value: ''"],
    ],
  ],
  [
    'CFG-TYP-02',
    'integer',
    [
      [' +7 ', 7],
      ['1_000', 1000],
      ['-0', 0],
      ['1.0', "invalid literal for int() with base 10: '1.0'"],
      [`${'9'.repeat(400)}`, Number.MAX_SAFE_INTEGER],
    ],
  ],
  [
    'CFG-TYP-03',
    'byte-size',
    [
      ['5 MB', 5242880],
      ['2gB', 2147483648],
      ['10', 10],
      ['10B', "invalid literal for int() with base 10: '10b'"],
    ],
  ],
  [
    'CFG-TYP-04',
    'octal',
    [
      ['022', 18],
      ['0o22', 18],
      ['22', 18],
      ['8', '8 can not be converted to an octal type'],
    ],
  ],
  [
    'CFG-TYP-05',
    'signal',
    [
      ['term', 15],
      ['SIGUSR1', 10],
      ['9', 9],
      ['0', 0],
      ['34', 34],
      ['35', "value '35' is not a valid signal number"],
      ['RTMIN+1', "value 'RTMIN+1' is not a valid signal name"],
    ],
  ],
  [
    'CFG-TYP-06',
    'exit-codes',
    [
      ['', []],
      ['0, 2', [0, 2]],
      ['0,', "not a valid list of exit codes: '0,'"],
      ['256', "not a valid list of exit codes: '256'"],
    ],
  ],
  [
    'CFG-TYP-07',
    'autorestart',
    [
      ['True', true],
      ['0', false],
      ['UNEXPECTED', 'unexpected'],
      ['Never', "invalid 'autorestart' value 'never'"],
    ],
  ],
  [
    'CFG-TYP-08',
    'loglevel',
    [
      ['WARN', 'warn'],
      ['warning', "bad logging level name 'warning'"],
    ],
  ],
  [
    'CFG-TYP-09',
    'log-path',
    [
      ['x.log', 'x.log'],
      ['/no/such/x', 'The directory named as part of the path /no/such/x does not exist'],
    ],
  ],
  [
    'CFG-TYP-10',
    'child-log',
    [
      ['Off', null],
      ['Auto', 'AUTO'],
      ['/dev/stdout', '/dev/stdout'],
    ],
  ],
  [
    'CFG-TYP-11',
    'user',
    [
      ['root', 0],
      ['0', 0],
      ['nobody-here', 'Invalid user name nobody-here'],
      ['-1', 'Invalid user id -1'],
    ],
  ],
  [
    'CFG-TYP-12',
    'user-group',
    [
      ['root', { uid: 0, gid: -1 }],
      ['root:0', { uid: 0, gid: 0 }],
      ['x:y', 'Invalid user:group definition x:y'],
    ],
  ],
  [
    'CFG-TYP-13',
    'inet-address',
    [
      ['9001', { host: '', port: 9001 }],
      ['*:1', { host: '', port: 1 }],
      ['Host:2', { host: 'host', port: 2 }],
      ['h:0', '0 is below lower bound (1)'],
      ['x', "not a valid port number: 'x' "],
    ],
  ],
  [
    'CFG-TYP-15',
    'url',
    [
      ['http://x', 'http://x'],
      ['unix:///x', 'unix:///x'],
      ['x', "value 'x' is not a URL"],
      ['http:', "value 'http:' is not a URL"],
    ],
  ],
  [
    'CFG-TYP-16',
    'string-list',
    [
      ['', []],
      [' a , b,', ['a', 'b', '']],
    ],
  ],
]

for (const [id, coercion, cases] of CASES) {
  test(`values of type ${coercion} (${id})`, () => {
    for (const [text, expected] of cases) assert.deepEqual(outcome(coercion, text), expected, text)
  })
}

test('an IPv6 address stands in brackets', () => {
  assert.deepEqual(outcome('inet-address', '[::1]:9001'), { host: '::1', port: 9001 })
})

test('absolute paths are normalized, with the home directory and the working directory (CFG-FMT-24)', () => {
  assert.equal(outcome('absolute-path', '~/a/../b//c/'), '/root/b/c')
  assert.equal(outcome('absolute-path', 'rel'), '/base/rel')
})
