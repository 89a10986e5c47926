// Groups (CFG-GRP).

import { type ConfigFact, daemon, program } from './fact.js'

export const GROUPS: readonly ConfigFact[] = [
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
