// Passwords and software written for Supervisor: DIFF-41, EXT-08, MSG-05, CTL-48.

import { createHash } from 'node:crypto'
import { waitFor } from '../../support/wait.js'
import { ctl, scenario } from '../stage.js'

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`

// All of it comes from the original's own library: the protocol, the client, the tokens of captured text.
const LISTENER = `#!/usr/bin/python3 -u
import os, sys
from supervisor import childutils
here = os.path.dirname(os.path.abspath(__file__))
server = childutils.getRPCInterface(os.environ)
while True:
    headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
    fields, data = childutils.eventdata(payload + ('' if '\\n' in payload else '\\n'))
    with open(os.path.join(here, 'heard'), 'a') as file:
        file.write('%s %s %s %s\\n' % (headers['eventname'], fields.get('groupname'), data, server.supervisor.getState()['statename']))
    childutils.listener.ok(sys.stdout)
`
// Its `pcomm.stdout` fails on Python 3, where the tokens are bytes and stdout takes texts.
const SPEAKER = `#!/usr/bin/python3 -u
import os, time
from supervisor import childutils
class Stdout:
    def write(self, data): os.write(1, data if isinstance(data, bytes) else data.encode())
    def flush(self): pass
childutils.pcomm.send('captured', Stdout())
time.sleep(1000)
`

export const ACCESS = [
  scenario('DIFF-41', 'a password kept as a digest lets in who knows it', async (stage) => {
    const digest = createHash('sha1').update('se:cret').digest('hex')
    const daemon = await stage.daemon(`[unix_http_server]\nusername=user\npassword={SHA}${digest}`, {
      credentials: { username: 'user', password: 'se:cret' },
    })
    for (const [what, authorization] of [
      ['nothing', undefined],
      ['a wrong password', basic('user:secret')],
      ['the digest', basic(`user:{SHA}${digest}`)],
      ['another user', basic('other:se:cret')],
      ['the password', basic('user:se:cret')],
      ['another scheme', 'Digest username="user"'],
    ] as const) {
      const headers = authorization === undefined ? {} : { authorization }
      for (const path of ['/ok.html', '/nothing']) {
        const answer = await daemon.http('GET', path, { headers })
        stage.note(`${what}: ${path}`, [answer.status, answer.headers['www-authenticate']])
      }
    }
    for (const words of [
      ['status'],
      ['-u', 'user', '-p', 'wrong', 'pid'],
      ['-u', 'user', '-p', 'se:cret', 'version'],
    ]) {
      const { code, output } = await ctl(daemon, ...words)
      // The original adds a second line (EDGE-49), and has a version of its own.
      stage.note(`supervisorctl ${words.join(' ')}`, [code, code === 0 ? '' : output[0]])
    }
  }),

  scenario(
    'EXT-08',
    "listeners and programs written with Supervisor's own childutils work",
    async (stage) => {
      stage.scratch.write('listener', LISTENER, 0o755)
      stage.scratch.write('speaker', SPEAKER, 0o755)
      await stage.daemon(`[eventlistener:all]
command=%(here)s/listener
events=PROCESS_COMMUNICATION,PROCESS_STATE_RUNNING
buffer_size=100
[program:speaker]
command=%(here)s/speaker
stdout_capture_maxbytes=1KB`)
      const heard = () =>
        stage.scratch.has('heard') ? stage.scratch.read('heard').trimEnd().split('\n') : []
      await waitFor(() => heard().length >= 3, {
        what: 'the listener to hear of three events',
        instead: () => heard().join('\n'),
      })
      stage.note('heard', heard().sort())
    },
    ['python3', 'supervisor'],
  ),

  scenario('MSG-05', 'a cleared log of the daemon is empty', async (stage) => {
    const daemon = await stage.daemon('')
    stage.note('clear', await daemon.call('clearLog'))
    stage.note('log', stage.scratch.read('main.log'))
    await daemon.logged(/ INFO reopening log file$/)
  }),

  scenario('CTL-48', 'a semicolon does not chain commands', async (stage) => {
    const daemon = await stage.daemon('[program:a]\ncommand=sleep 1000\nautostart=false')
    for (const words of [['status;', 'avail'], ['pid', 'a;', 'avail'], ['avail;']]) {
      stage.note(words.join(' '), await ctl(daemon, ...words))
    }
  }),
]
