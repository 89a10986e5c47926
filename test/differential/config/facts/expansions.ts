// `%(name)s` in values (CFG-EXP).

import { type ConfigFact, daemon, program } from './fact.js'

export const EXPANSIONS: readonly ConfigFact[] = [
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
    differs: {
      because: 'design 10: no secret in an error',
      reference: /'a%b' .* character 'b'/,
      ours: /'\*\*\*' for 'inet_http_server\.password' is badly formatted/,
    },
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
]
