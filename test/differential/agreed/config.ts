// What is agreed on about reading the configuration.

import { type Agreed, refusal } from './agreed.js'

export const AGREED_OF_CONFIG: readonly Agreed[] = [
  {
    scenario: 'DIFF-17',
    what: 'log file',
    reference: ['a%b'],
    ours: ['a%%b'],
    because: 'EDGE-35: expanded once',
  },
  {
    scenario: 'DIFF-17',
    what: 'log file with two',
    reference: refusal(
      "Format string '{dir}/a%b' for 'stdout_logfile' is badly formatted: unsupported format character 'b' (0x62) at index 17 in section 'program:x' (file: '{dir}/c.conf')",
    ),
    ours: 'started',
    because: 'EDGE-35: expanded once',
  },
  {
    scenario: 'DIFF-17',
    what: 'password',
    reference: refusal(
      "Format string 'a%b' for 'unix_http_server.password' is badly formatted: unsupported format character 'b' (0x62) at index 2",
    ),
    ours: refusal(
      "Format string '***' for 'unix_http_server.password' is badly formatted: a percent sign is written twice",
    ),
    because: 'design 10: no secret in an error',
  },
  {
    scenario: 'DIFF-19',
    what: 'A="a\\"b"',
    reference: ['A=a\\'],
    ours: ['A=a"b'],
    because: 'VER-05',
  },
  {
    scenario: 'DIFF-27',
    what: 'reread',
    reference: { code: 0, output: ['tonone: changed', 'topath: changed'] },
    ours: { code: 0, output: ['toauto: changed', 'tonone: changed', 'topath: changed'] },
    because: 'EDGE-16',
  },
  {
    scenario: 'CTL-53',
    what: 'output',
    reference: 'caf\ufffd                             in use    manual    999:999\n',
    ours: 'caf\u00e9                             in use    manual    999:999\n',
    because: 'design 10: names are written as they stand in the file, whatever the terminal expects',
  },
]
