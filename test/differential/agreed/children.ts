// What is agreed on about children and their output.

import type { Agreed } from './agreed.js'

const TALK = 'processname:talk groupname:talk pid:{pid}\n'

export const AGREED_OF_CHILDREN: readonly Agreed[] = [
  {
    scenario: 'DIFF-36f',
    what: 'shown',
    reference: '==> Press Ctrl-C to exit <==\nbefore\nafterwards\n',
    ours: '==> Press Ctrl-C to exit <==\nbefore\n==> File truncated <==\nafterwards\n',
    because: 'EDGE-29: a log is cleared in place, which is announced',
  },
  {
    scenario: 'DIFF-47',
    what: 'events',
    reference: [['PROCESS_COMMUNICATION_STDOUT', `${TALK}${'0123456789'.repeat(4)}`]],
    ours: [['PROCESS_COMMUNICATION_STDOUT', `${TALK}0123456789`]],
    because: 'EDGE-26',
  },
  { scenario: 'DIFF-47', what: 'log', reference: 'text\n', ours: 'text\nafter', because: 'EDGE-26' },
  {
    scenario: 'DIFF-05s',
    what: 'byPIPE',
    reference: {
      exitstatus: 0,
      spawnerr: '',
      log: ["INFO spawned: 'byPIPE' with pid {pid}", 'INFO exited: byPIPE (exit status 0; expected)'],
    },
    ours: {
      exitstatus: -1,
      spawnerr: 'Bad exit code -1',
      log: [
        "INFO spawned: 'byPIPE' with pid {pid}",
        'WARN exited: byPIPE (terminated by SIGPIPE; not expected)',
      ],
    },
    because: 'EDGE-22: children have the default dispositions',
  },
]
