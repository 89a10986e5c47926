// Configurations that show one fact each. `{dir}` is the folder they are written to.

export interface ConfigFact {
  /** What is shown, with its id. */
  readonly title: string
  /** The main file, and included files by name. */
  readonly text: string | Buffer
  readonly files?: Readonly<Record<string, string>>
  /** Where Reeve differs on purpose: the id, and what the first difference looks like. */
  readonly differs?: { readonly because: string; readonly reference: RegExp; readonly ours: RegExp }
}

const daemon = (body: string) => `[supervisord]\n${body}\n`
const program = (body: string) => `[supervisord]\n[program:web]\ncommand=/bin/cat\n${body}\n`

export const FACTS: readonly ConfigFact[] = [
  // 1.2 the dialect
  {
    title: 'a header ends at the last bracket and the rest is ignored (CFG-FMT-10)',
    text: '[supervisord]junk\n[program:a]]\ncommand=x\n[program:b]y]z\ncommand=x',
  },
  { title: 'section names are case-sensitive (CFG-FMT-10)', text: daemon('[Program:a]\ncommand=x') },
  {
    title: 'keys are lower-cased and either delimiter will do (CFG-FMT-11, CFG-FMT-12)',
    text: '[supervisord]\n[program:a]\nCoMmAnd : x = y\nPRIORITY=5',
  },
  {
    title: 'all lines without a delimiter are one error (CFG-FMT-13)',
    text: '[supervisord]\nlogfile\n[program:a]\ncommand=x\nbad line\n=z',
  },
  { title: 'text before any header (CFG-FMT-14)', text: '; c\n\n logfile=x\n[supervisord]' },
  { title: 'a byte order mark is text before any header (CFG-FMT-07)', text: '\ufeff[supervisord]\n' },
  { title: 'CRLF line ends (CFG-FMT-07)', text: '[supervisord]\r\n[program:a]\r\ncommand=x\r\n  y\r\n' },
  {
    title: 'empty values (CFG-FMT-15)',
    text: program('exitcodes=\nstdout_logfile=\nenvironment=\ndirectory='),
  },
  { title: 'an empty integer (CFG-FMT-15)', text: program('priority=') },
  { title: 'an empty command is accepted (CFG-FMT-15)', text: '[supervisord]\n[program:a]\ncommand=' },
  {
    title: 'whole-line comments (CFG-FMT-16)',
    text: '[supervisord]\n  ; x\n# y\n[program:a]\n ;command=no\ncommand=x',
  },
  {
    title: 'inline comments, inside quotes too (CFG-FMT-17)',
    text: '[supervisord]\n[program:a]\ncommand=sh -c "a ; b"\n[program:b]\ncommand=a;b x#y\n[program:c]\ncommand=a\t#b ;c',
  },
  {
    title: 'of `;` and `#` the first round with a hit counts (CFG-FMT-17)',
    text: '[supervisord]\n[program:a]\ncommand=a;b ;c #d\n[program:b]\ncommand=a#b;c #d ;e',
  },
  {
    title: 'continuation lines (CFG-FMT-18)',
    text: '[supervisord]\n[program:a]\ncommand=x\n  y\n\n  ; comment\n   z\n\n\npriority=3',
  },
  {
    title: 'an indented key continues only a less indented one (CFG-FMT-18)',
    text: '[supervisord]\n  [program:a]\n  command=x\n  priority=4\n     5\n',
  },
  {
    title: 'a continuation under a comment-only value',
    text: '[supervisord]\n[program:a]\ncommand= ; nothing\n   /bin/cat\n',
  },
  {
    title: 'duplicate keys and sections (CFG-FMT-19)',
    text: '[supervisord]\n[program:a]\ncommand=x\ncommand=y\n[program:b]\ncommand=b\n[program:a]\npriority=1',
  },
  {
    title: '[DEFAULT] is inherited (CFG-FMT-20)',
    text: '[DEFAULT]\npriority=7\nx=%(here)s\n[supervisord]\n[program:a]\ncommand=%(program_name)s',
  },
  {
    title: '[DEFAULT] leaks into the keys of plugins (CFG-FMT-20)',
    text: '[DEFAULT]\nx=1\n[supervisord]\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\nY=%(ENV_WORD)s',
  },
  { title: 'unknown sections and keys (CFG-FMT-22)', text: '[supervisord]\nunknown=%(no)s\n[web]\nx=y' },
  {
    title: 'no newline at the end, and odd blanks',
    text: '[supervisord]\n[program:a]\ncommand=\u00a0x\u00a0\n[program:b]\ncommand=x\x1fy',
  },
  {
    title: 'invalid UTF-8 (CFG-FMT-07)',
    text: Buffer.from('[supervisord]\n[program:a]\ncommand=\xff\n', 'latin1'),
  },
  {
    title: 'invalid UTF-8 far into the file (CFG-FMT-07)',
    text: Buffer.concat([Buffer.from(`[supervisord]\n${'; é\n'.repeat(3000)}`), Buffer.from([0xe2, 0x28])]),
  },
  {
    title: 'an unfinished character at the end (CFG-FMT-07)',
    text: Buffer.concat([Buffer.from('[supervisord]\n;'), Buffer.from([0xe2, 0x82])]),
  },
  { title: 'a binary file', text: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0x90, 0xff]) },
  { title: 'an empty file (CFG-ERR-03)', text: '' },
  // 1.3 expansions
  {
    title: 'names of each scope (CFG-EXP-07, CFG-EXP-10, CFG-EXP-11, CFG-EXP-14)',
    text: '[supervisord]\nidentifier=%(here)s\nenvironment=H="%(here)s"\n[program:a]\ncommand=%(here)s %(program_name)s %(group_name)s %(host_node_name)s %(process_num)02d %(numprocs)d %(ENV_H)s\nnumprocs=2\nprocess_name=%(program_name)s_%(process_num)02d\n[group:g]\nprograms=a',
  },
  { title: 'an unknown name (CFG-EXP-02)', text: program('directory=%(nope)s') },
  { title: 'an unknown name in [supervisord] (CFG-EXP-02)', text: daemon('identifier=%(host_node_name)s') },
  { title: 'an unknown name in environment (CFG-EXP-02)', text: program('environment=A="%(nope)s"') },
  { title: 'a text is no number (CFG-EXP-01)', text: program('directory=%(ENV_WORD)d') },
  { title: 'an unknown conversion (CFG-EXP-03)', text: program('directory=abc %(here)z') },
  {
    title: 'a conversion without a name and with an unknown letter (CFG-EXP-03)',
    text: program('directory=%z'),
  },
  { title: 'a percent sign at the end (CFG-EXP-03)', text: program('directory=100%') },
  { title: 'an unfinished name (CFG-EXP-03)', text: program('directory=%(here') },
  {
    title: 'formats of process_num (CFG-EXP-01)',
    text: program(
      'numprocs=2\nnumprocs_start=9\nprocess_name=%(process_num)x\ndirectory=%(process_num)-4d|%(process_num)+d|%(process_num)#x|%(process_num).3d|%(process_num)s|%(process_num)e|%(process_num)g|%(process_num).1f|%(process_num)r|%%',
    ),
  },
  {
    title: 'a doubled percent sign (DIFF-17)',
    text: '[supervisord]\n[program:a]\ncommand=echo 50%% %%(here)s',
  },
  {
    title: 'an expanded text is not expanded again (CFG-EXP-04)',
    text: '[supervisord]\n[program:a]\ncommand=%(ENV_PERCENT)s',
  },
  {
    title: '[supervisord] environment gives names to later sections (CFG-EXP-05)',
    text: '[supervisord]\nenvironment=WORD="mine",NEW="x"\n[program:a]\ncommand=%(ENV_WORD)s %(ENV_NEW)s\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\nk=%(ENV_NEW)s',
  },
  {
    title: "a program's environment gives names to its own options (CFG-EXP-06)",
    text: '[supervisord]\n[program:a]\ncommand=%(ENV_P)s %(ENV_WORD)s\nenvironment=P="%(process_num)d",WORD="own"\nnumprocs=2\nprocess_name=%(ENV_P)s%(process_num)d',
  },
  {
    title: 'a section-level option knows no process_num (CFG-EXP-11)',
    text: program('startsecs=%(process_num)d'),
  },
  {
    title: 'log files are expanded once (EDGE-35)',
    text: program('stdout_logfile=/tmp/a%%b'),
    differs: { because: 'EDGE-35', reference: /badly formatted/, ours: /a%b/ },
  },
  {
    title: 'an ENV value with a percent sign in a log file (EDGE-35)',
    text: program('stdout_logfile=/tmp/%(ENV_PERCENT)s'),
    differs: { because: 'EDGE-35', reference: /badly formatted/, ours: /50%/ },
  },
  {
    title: 'host_node_name in [supervisord] environment (VER-03)',
    text: daemon('environment=A="%(host_node_name)s"'),
    differs: { because: 'VER-03', reference: /cannot be expanded/, ours: /"environment":\{"A":"./ },
  },
  {
    title: 'a doubled percent sign in [supervisord] environment (VER-03)',
    text: daemon('environment=A="50%%"'),
    differs: { because: 'VER-03', reference: /badly formatted/, ours: /50%/ },
  },
  {
    title: 'process_name is checked before expansion (CFG-EXP-15)',
    text: program('process_name=%(ENV_PATH)s'),
  },
  { title: 'a bad process_name (CFG-EXP-15)', text: program('process_name=a b') },
  {
    title: 'a percent sign in a password (CFG-EXP-18)',
    text: daemon('[inet_http_server]\nport=9001\nusername=u\npassword=a%b'),
  },
  {
    title: 'here in [inet_http_server] (CFG-EXP-09)',
    text: daemon('[inet_http_server]\nport=9001\nusername=%(here)s\npassword=x'),
  },
  {
    title: 'here in chmod (CFG-EXP-09)',
    text: daemon('[unix_http_server]\nfile=%(here)s/s\nchmod=%(here)s'),
  },
  {
    title: 'a group knows no program_name (CFG-EXP-17)',
    text: program('[group:g]\nprograms=%(program_name)s'),
  },
  // 1.4 include
  {
    title: 'included files in order, here and overrides (CFG-INC-01 to 05, CFG-EXP-08)',
    text: '[supervisord]\n[include]\nfiles=conf.d/*.conf %(here)s/more/x.conf missing/*.conf\n[program:m]\ncommand=main %(here)s\n[inet_http_server]\nport=1\nusername=%(here)s\npassword=x',
    files: {
      'conf.d/02.conf': '[program:m]\ncommand=two %(here)s',
      'conf.d/01.conf': '[program:o]\ncommand=%(here)s\n[include]\nfiles=/nope',
      'conf.d/.hidden.conf': '[program:h]\ncommand=x',
      'more/x.conf': '[supervisord]\nidentifier=more',
    },
  },
  { title: '[include] without files (CFG-INC-01)', text: daemon('[include]\nfile=x') },
  {
    title: 'a bad line in an included file (CFG-INC-06)',
    text: daemon('[include]\nfiles=a.conf'),
    files: { 'a.conf': '[program:x]\nbad' },
  },
  {
    title: 'an included file without a header (CFG-INC-06)',
    text: daemon('[include]\nfiles=a.conf'),
    files: { 'a.conf': 'x=y' },
  },
  {
    title: 'an error in a section of an included file names it (CFG-ERR-02)',
    text: daemon('[include]\nfiles=a.conf'),
    files: { 'a.conf': '[program:x]\ncommand=x\nautorestart=maybe' },
  },
  {
    title: 'wildcards (CFG-INC-02)',
    text: daemon('[include]\nfiles=c?[a-c].conf c[!x]z.conf **/*.conf d*/ e*/../c1a.conf .h*'),
    files: {
      'c1a.conf': '[program:p1]\ncommand=x',
      'c2b.conf': '[program:p2]\ncommand=x',
      'c3d.conf': '[program:p3]\ncommand=x',
      'cyz.conf': '[program:p4]\ncommand=x',
      'deep/x.conf': '[program:p5]\ncommand=x',
      'deep/er/x.conf': '[program:p6]\ncommand=x',
      '.hid': '[program:p7]\ncommand=x',
      'e/f': '',
    },
  },
  {
    title: 'host_node_name and ENV in files (CFG-INC-01)',
    text: daemon('[include]\nfiles=%(host_node_name)s.conf %(ENV_WORD)s.conf'),
    files: { 'word.conf': '[program:w]\ncommand=x' },
  },
  {
    title: '[DEFAULT] with here and an include (CFG-EXP-08)',
    text: '[DEFAULT]\ndirectory=%(here)s\n[supervisord]\n[include]\nfiles=d/*.conf\n[program:a]\ncommand=a',
    files: { 'd/x.conf': '[program:b]\ncommand=%(here)s' },
  },
  // 1.5 errors
  { title: 'a missing [supervisord] (CFG-ERR-03)', text: '[program:a]\ncommand=x' },
  ...['program:a b', 'program:a/b', 'program:a:b', 'program:'].map((header) => ({
    title: `the name of [${header}] (CFG-ERR-05)`,
    text: daemon(`[${header}]\ncommand=x`),
  })),
  { title: 'the name of a group (CFG-ERR-05)', text: daemon('[group:a b]\nprograms=') },
  { title: 'no command (CFG-ERR-05)', text: daemon('[program:a]\nx=y') },
  { title: 'numprocs without process_num (CFG-ERR-05)', text: program('numprocs=2') },
  {
    title: 'numprocs 0 and below (CFG-PROG-03)',
    text: '[supervisord]\n[program:a]\ncommand=x\nnumprocs=0\n[program:b]\ncommand=x\nnumprocs=-3',
  },
  {
    title: 'stopasgroup without killasgroup (CFG-ERR-05)',
    text: program('stopasgroup=true\nkillasgroup=false'),
  },
  { title: 'killasgroup follows stopasgroup (CFG-PROG-14)', text: program('stopasgroup=true') },
  ...[
    'autostart=maybe',
    'startsecs=1.5',
    'startsecs= 1_0 ',
    'priority=-5',
    'exitcodes=1, 2,300',
    'exitcodes=1,,2',
    'exitcodes= 0 , 7 ',
    'autorestart=Maybe',
    'autorestart=UNEXPECTED',
    'autorestart=On',
    'stopsignal=FOO',
    'stopsignal=77',
    'stopsignal=sigusr1',
    'stopsignal=RTMIN',
    'stopsignal=RTMIN+1',
    'stopsignal=0',
    'stopsignal=34',
    'stopsignal=35',
    'stopsignal=POLL',
    'stopsignal=CLD',
    'umask=9',
    'umask=0o22',
    'umask=22',
    'user=nobody-here',
    'user=99999',
    'user=root',
    'user=0',
    'stdout_logfile=/nope/x',
    'stdout_logfile=~/x',
    'stdout_logfile=~nobody-here/x',
    'stdout_logfile=None',
    'stdout_logfile=auto',
    'stdout_logfile=OFF',
    'stdout_logfile=syslog',
    'stdout_logfile=rel.log',
    'stdout_logfile_maxbytes=5.5MB',
    'stdout_logfile_maxbytes=1 kb',
    'stdout_logfile_maxbytes=2GB',
    'stdout_logfile_maxbytes=10B',
    'stdout_logfile_maxbytes=0',
    'stderr_capture_maxbytes=1MB',
    'redirect_stderr=true\nstderr_logfile=/tmp/e',
    'environment=A="x',
    'serverurl=auto',
    'serverurl=',
    'serverurl=http://x',
    'directory=~/x',
  ].map((body) => ({ title: `[program:x] ${body} (CFG-TYP, CFG-PROG)`, text: program(body) })),
  ...[
    'loglevel=Debug',
    'loglevel=warning',
    'logfile=/nope/x',
    'logfile=syslog',
    'logfile=NONE',
    'pidfile=~/x',
    'pidfile=/dev/null',
    'directory=/nope',
    'directory=~',
    'childlogdir=/nope',
    'childlogdir=/',
    'user=nobody-here',
    'user=root',
    'minfds=x',
    'umask=8',
    'nodaemon=False',
    'nodaemon=',
    'strip_ansi=on',
    'identifier=',
    'logfile_maxbytes=0',
    'environment=A=1,,B=2',
  ].map((body) => ({ title: `[supervisord] ${body} (CFG-TYP, CFG-SUPD)`, text: daemon(body) })),
  { title: 'a bad priority of a program is told without the file (CFG-ERR-02)', text: program('priority=x') },
  {
    title: 'and with it where a group lists the program (CFG-ERR-02)',
    text: program('priority=x\n[group:g]\nprograms=web'),
  },
  // 2.2 environment
  ...[
    'A="x,y",B=\'q"r\'',
    'A=foo bar',
    'A=foo bar baz',
    'A=1;B=2',
    'A=1,',
    'A=1,,B=2',
    'A=',
    'A=""',
    'A=a#b,B=2',
    'A=a=b',
    'A="a\\"b"',
    'A=a@b',
    'A=$x',
    'A=~/x',
    'A="x"y',
    "A='it'\"'\"'s'",
    'A=a\\ b',
    'A="a\\nb"',
    'A="x\n   y"',
    'A=1\n  ,B=2',
    'A=ü',
    'A=中',
    'A=x(y):z/+-.',
    'A="x\\',
    '"A"="1"',
    'A"="1',
  ].map((text) => ({
    title: `environment=${JSON.stringify(text)} (CFG-ENV)`,
    text: program(`environment=${text}`),
  })),
  // 2.3 servers
  ...[
    'port=9001',
    'port=:9001',
    'port=*:9001',
    'port=HOST:9001',
    'port=',
    'port=x:',
    'port=0',
    'port=70000',
    'port=h:70000',
    'port=x',
    'port=a:b',
    'x=y',
    'port=1\nusername=u',
    'port=1\npassword=p',
    'port=1\nusername=\npassword=',
  ].map((body) => ({
    title: `[inet_http_server] ${body.replace('\n', ', ')} (CFG-INET)`,
    text: program(`[inet_http_server]\n${body}`),
    ...(/^port=1\n\w+=\w$/.test(body)
      ? {
          differs: {
            because: 'own words after the colon',
            reference: /contains incomplete authentication: /,
            ours: /contains incomplete authentication: /,
          },
        }
      : {}),
  })),
  ...[
    'file=/tmp/../tmp//s',
    'file=~/s',
    'file=s',
    'x=y',
    'file=/s\nchmod=0770',
    'file=/s\nchmod=9',
    'file=/s\nchown=root:root',
    'file=/s\nchown=root',
    'file=/s\nchown=nobody-here:x',
    'file=/s\nchown=0:0',
  ].map((body) => ({
    title: `[unix_http_server] ${body.replace('\n', ', ')} (CFG-UNIX)`,
    text: program(`[unix_http_server]\n${body}`),
  })),
  {
    title: 'several servers, and a header that only begins like one',
    text: program(
      '[unix_http_server:b]\nfile=/b\n[inet_http_server]\nport=1\n[inet_http_server_old]\nport=2\n[unix_http_server]\nfile=/a',
    ),
  },
  {
    title: 'the last inet server without a unix server (CFG-PROG-26)',
    text: program('[inet_http_server:a]\nport=h:1\n[inet_http_server:b]\nport=2'),
  },
  { title: 'rpcinterface without a factory (CFG-RPCI-01)', text: daemon('[rpcinterface:x]\nk=v') },
  // Groups
  {
    title: 'member order, instances in several groups, and sorting (CFG-GRP-01, CFG-GRP-03, CFG-GRP-05)',
    text: '[supervisord]\n[program:late]\ncommand=l\npriority=900\n[program:early]\ncommand=e\npriority=1\n[group:b]\nprograms=late,early\npriority=5\n[group:a]\nprograms:early\n[program:solo]\ncommand=s\n[program:alpha]\ncommand=a',
  },
  { title: 'an empty group (CFG-GRP-01)', text: daemon('[group:g]\n[group:h]\nprograms=') },
  { title: 'an unknown member (CFG-ERR-05)', text: program('[group:g]\nprograms=wed') },
  {
    title: 'an unknown member after a good one',
    text: program('[group:g]\nprograms=web,wed'),
    differs: {
      because: "the group's section is named",
      reference: /^\[program:web\] names unknown program/,
      ours: /^\[group:g\] names unknown program/,
    },
  },
  { title: 'a trailing comma in programs', text: program('[group:g]\nprograms=wed,') },
  {
    title: 'a group and a program of one name (CFG-GRP-04)',
    text: '[supervisord]\n[group:a]\nprograms=b\n[program:b]\ncommand=b\n[program:a]\ncommand=a',
  },
  {
    title: 'two processes of one name (CFG-PROG-02)',
    text: '[supervisord]\n[group:g]\nprograms=a,b,c\n[program:a]\ncommand=a\nprocess_name=x\n[program:b]\ncommand=b\n[program:c]\ncommand=c\nprocess_name=x',
  },
  {
    title: 'processes in string order of their names',
    text: program('numprocs=11\nprocess_name=p%(process_num)s'),
  },
  // clients.md 19
  {
    title: 'real configs: a shared log, /dev/stdout, a capital False',
    text: '[supervisord]\nnodaemon = False\nlogfile=/dev/stdout\nlogfile_maxbytes=0\npidfile=/dev/null\n[program:a]\ncommand=x "%(ENV_PATH)s"\nnumprocs=8\nprocess_name=%(process_num)s\nstdout_logfile=/dev/stdout\nstdout_logfile_maxbytes=0\nstopsignal=SIGINT\n[supervisorctl]',
  },
]
