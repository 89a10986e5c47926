// What is agreed on about starting and stopping, of processes and of the daemon.

import type { Agreed } from './agreed.js'

const PATH_ENDS: unknown = {
  name: 'near',
  group: 'near',
  stop: 0,
  now: '{time}',
  spawnerr: '',
  exitstatus: 0,
  logfile: '{dir}/logs/near-stdout---supervisor-{random}.log',
  stdout_logfile: '{dir}/logs/near-stdout---supervisor-{random}.log',
  stderr_logfile: '{dir}/logs/near-stderr---supervisor-{random}.log',
}

const LIVED = [
  "INFO spawned: 'slow' with pid {pid}",
  'INFO success: slow entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)',
]
const STOPPED = 'INFO stopped: slow (exit status 0)'

export const AGREED_OF_PROCESSES: readonly Agreed[] = [
  {
    scenario: 'DIFF-09',
    what: 'start without waiting',
    reference: { value: true },
    ours: { fault: 40, text: 'ABNORMAL_TERMINATION: slow' },
    because: 'EDGE-14',
  },
  {
    scenario: 'DIFF-09',
    what: 'log',
    reference: [
      ...LIVED,
      "WARN process 'slow' already running",
      "WARN process 'slow' already running",
      STOPPED,
    ],
    ours: [...LIVED, STOPPED],
    because: 'EDGE-14: a start that is refused spawns nothing',
  },
  {
    scenario: 'DIFF-11',
    what: 'seconds until the next retry',
    reference: 4,
    ours: 1,
    because: 'EDGE-13',
  },
  {
    scenario: 'DIFF-03..12 events',
    what: 'again, started anew',
    reference: [
      'PROCESS_STATE_STARTING processname:again groupname:again from_state:STOPPED tries:4',
      'PROCESS_STATE_BACKOFF processname:again groupname:again from_state:STARTING tries:5',
    ],
    ours: [
      'PROCESS_STATE_STARTING processname:again groupname:again from_state:STOPPED tries:0',
      'PROCESS_STATE_BACKOFF processname:again groupname:again from_state:STARTING tries:1',
    ],
    because: 'EDGE-13',
  },
  {
    scenario: 'DIFF-14',
    what: 'start',
    reference: { fault: 20, text: "NO_FILE: can't find command './run.sh'" },
    ours: { value: true },
    because: 'EDGE-51',
  },
  {
    scenario: 'DIFF-14',
    what: 'info',
    reference: {
      ...(PATH_ENDS as object),
      start: 0,
      state: 0,
      statename: 'STOPPED',
      pid: 0,
      description: 'Not started',
    },
    ours: {
      ...(PATH_ENDS as object),
      start: '{time}',
      state: 20,
      statename: 'RUNNING',
      pid: '{pid}',
      description: 'pid {pid}, uptime {uptime}',
    },
    because: 'EDGE-51',
  },
  {
    scenario: 'DIFF-14',
    what: 'log',
    reference: [],
    ours: [
      "INFO spawned: 'near' with pid {pid}",
      'INFO success: near entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)',
    ],
    because: 'EDGE-51',
  },
  {
    scenario: 'DIFF-23',
    what: 'daemon',
    reference: 'exit 2',
    ours: 'says so and runs on',
    because: 'EDGE-30',
  },
  {
    scenario: 'DIFF-23',
    what: 'left',
    reference: [],
    ours: ['s.sock', 'main.pid'],
    because: 'EDGE-30',
  },
  {
    scenario: 'DIFF-23',
    what: 'the program runs on',
    reference: false,
    ours: true,
    because: 'EDGE-30',
  },
  {
    scenario: 'DIFF-28',
    what: 'order of signals',
    reference: ['p9', 'p500', 'p999'],
    ours: ['p999', 'p500', 'p9'],
    because: 'EDGE-09',
  },
  {
    scenario: 'DIFF-30',
    what: 'autostart',
    reference: ['late', 'early'],
    ours: ['early', 'late'],
    because: 'EDGE-10',
  },
]
