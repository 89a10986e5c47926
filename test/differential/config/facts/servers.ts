// The HTTP servers (CFG-UNIX, CFG-INET).

import { type ConfigFact, daemon, program } from './fact.js'

export const SERVERS: readonly ConfigFact[] = [
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
]
