// Where Reeve differs from Supervisor 4.2.5 on purpose. Everything else that differs is a failure, and so is an entry
// that no longer occurs.

import { AGREED_OF_CHILDREN } from './agreed-children.js'

export interface Agreed {
  readonly scenario: string
  /** The transcript's note. */
  readonly what: string
  readonly reference: unknown
  readonly ours: unknown
  /** The EDGE, DOC or VER item of the specification, or the design's section 10. */
  readonly because: string
}

/** What ours adds to texts of all scenarios, and what they are without it. */
export interface AgreedEverywhere {
  readonly what: string
  readonly pattern: RegExp
  readonly replacement: string
  readonly because: string
}

export const EVERYWHERE: readonly AgreedEverywhere[] = [
  {
    what: 'each problem of a configuration names its file and line',
    pattern:
      / \[\{dir\}\/[\w.]+:\d+(, section [^\],;]+)?(, option [^\],;]+)?(; did you mean "[^"]+"\?)?\]$/gm,
    replacement: '',
    because: 'design 10: errors say where they are',
  },
]

const refusal = (error: string) => ({
  code: 2,
  stdout: '',
  stderr: [`Error: ${error}`, 'For help, use {supervisord} -h'],
})

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

const REPLACED = '\ufffd'
const LIVED = [
  "INFO spawned: 'slow' with pid {pid}",
  'INFO success: slow entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)',
]
const STOPPED = 'INFO stopped: slow (exit status 0)'

export const AGREED: readonly Agreed[] = [
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
      'PROCESS_STATE_STARTING processname:again groupname:again from_state:STOPPED tries:3',
      'PROCESS_STATE_BACKOFF processname:again groupname:again from_state:STARTING tries:4',
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
    scenario: 'DIFF-19',
    what: 'A="a\\"b"',
    reference: ['A=a\\'],
    ours: ['A=a"b'],
    because: 'VER-05',
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
    scenario: 'DIFF-27',
    what: 'reread',
    reference: { code: 0, output: ['tonone: changed', 'topath: changed'] },
    ours: { code: 0, output: ['toauto: changed', 'tonone: changed', 'topath: changed'] },
    because: 'EDGE-16',
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
  {
    scenario: 'DIFF-36',
    what: 'log of over',
    reference: 'text\n',
    ours: '',
    because: 'EDGE-39',
  },
  {
    scenario: 'DIFF-38',
    what: 'cut at the end',
    reference: { status: 500 },
    ours: { value: `ab${REPLACED}` },
    because: 'EDGE-27',
  },
  {
    scenario: 'DIFF-38',
    what: 'cut at the beginning',
    reference: { status: 500 },
    ours: { value: `${REPLACED}cd` },
    because: 'EDGE-27',
  },
  {
    scenario: 'DIFF-38',
    what: 'tail cut at the beginning',
    reference: { status: 500 },
    ours: { value: [`${REPLACED}cd`, 6, true] },
    because: 'EDGE-27',
  },
  {
    scenario: 'DIFF-38',
    what: 'colour',
    reference: { status: 200, body: 'is not well-formed' },
    ours: { value: `${REPLACED}[31mred${REPLACED}[0m` },
    because: 'EDGE-42',
  },
  {
    scenario: 'DIFF-38',
    what: 'zero',
    reference: { status: 200, body: 'is not well-formed' },
    ours: { value: [`a${REPLACED}b`, 3, false] },
    because: 'EDGE-42',
  },
  {
    scenario: 'DIFF-44',
    what: 'the other pool is left out',
    reference: false,
    ours: true,
    because: 'EDGE-01',
  },
  {
    scenario: 'DIFF-39',
    what: 'a string',
    reference: { status: 500 },
    ours: { fault: 2, text: 'INCORRECT_PARAMETERS' },
    because: "design 10: a client's mistake is a fault, never a 500 (RPC-74)",
  },
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
  ...AGREED_OF_CHILDREN,
]
