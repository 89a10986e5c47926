// What is agreed on about FastCGI programs.

import { type Agreed, refusal } from './agreed.js'

export const AGREED_OF_FCGI: readonly Agreed[] = [
  {
    scenario: 'DIFF-49b',
    what: 'daemon',
    reference: 'exit 1',
    ours: 'says so and runs on',
    because: 'EDGE-40',
  },
  {
    scenario: 'DIFF-49b',
    what: 'spawn error',
    reference: 'nobody to ask',
    ours: 'Could not create FastCGI socket unix://{dir}/d/app.sock: {dir}/d: ENOENT: no such file or directory',
    because: 'EDGE-40',
  },
  {
    scenario: 'DIFF-49b',
    what: 'start',
    reference: 'nobody to ask',
    ours: { fault: 50, text: 'SPAWN_ERROR: app:app_0' },
    because: 'EDGE-40',
  },
  { scenario: 'DIFF-49g', what: 'stdin', reference: ['pipe'], ours: ['socket'], because: 'EDGE-41' },
  { scenario: 'DIFF-49g', what: 'a socket', reference: false, ours: true, because: 'EDGE-41' },
  {
    scenario: 'DIFF-49g',
    what: 'stdin of a process',
    reference: { value: true },
    ours: { fault: 20, text: 'NO_FILE: g:app' },
    because: 'EDGE-41',
  },
  {
    scenario: 'DIFF-49e',
    what: 'bad format',
    reference: refusal("('Bad socket format %s', 'foo') in [fcgi-program:app] socket"),
    ours: refusal('Bad socket format foo in [fcgi-program:app] socket'),
    because: 'design 10: the text as it was meant (CFG-ERR, fcgi)',
  },
  {
    scenario: 'DIFF-49e',
    what: 'relative path',
    reference: refusal("('Unix socket path %s is not an absolute path', 'x') in [fcgi-program:app] socket"),
    ours: refusal('Unix socket path x is not an absolute path in [fcgi-program:app] socket'),
    because: 'design 10: the text as it was meant (CFG-ERR, fcgi)',
  },
]
