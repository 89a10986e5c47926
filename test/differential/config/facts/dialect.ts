// The dialect: headers, delimiters, comments, continuation lines (CFG-FMT).

import { type ConfigFact, daemon, program } from './fact.js'

export const DIALECT: readonly ConfigFact[] = [
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
]
