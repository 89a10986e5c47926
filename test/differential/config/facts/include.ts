// Included files (CFG-INC).

import { type ConfigFact, daemon } from './fact.js'

export const INCLUDE: readonly ConfigFact[] = [
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
]
