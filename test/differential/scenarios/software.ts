// Software that is made to run beside or below Supervisor: tools in Python, servers with workers, cron.

import { isAlive } from '../../support/processes.js'
import { type RunResult, run } from '../../support/run.js'
import { waitFor } from '../../support/wait.js'
import { about, ctl, lines, type Stage, scenario } from '../stage.js'

/** As installers do it: reads the configuration, adds a program, writes the file anew in configparser's own form. */
const INSTALLER = `import configparser, sys
path, name = sys.argv[1:]
config = configparser.RawConfigParser(inline_comment_prefixes=(' ;', '\\t;'), strict=False)
config.optionxform = str
config.read(path)
print(sorted(config.sections()))
print(config.get('program:old', 'command'))
config.add_section('program:' + name)
config.set('program:' + name, 'command', 'sleep 1000')
config.set('program:' + name, 'startsecs', '0')
config.set('program:' + name, 'environment', 'A="1",\\nB="two, %%d"')
config.remove_section('program:old')
with open(path, 'w') as file:
    config.write(file)
`

/** As dashboards do it: one connection, some of it in a multicall. */
const DASHBOARD = `import json, sys, xmlrpc.client
from supervisor.xmlrpc import SupervisorTransport
server = xmlrpc.client.ServerProxy('http://127.0.0.1', SupervisorTransport('user', 'pass', sys.argv[1]), use_builtin_types=True)
proxy = server.supervisor
seen = {'state': proxy.getState(), 'api': proxy.getAPIVersion()}
seen['before'] = [[p['group'], p['name'], p['statename']] for p in proxy.getAllProcessInfo()]
seen['results'] = server.system.multicall([
    {'methodName': 'supervisor.stopProcess', 'params': ['web:two']},
    {'methodName': 'supervisor.getProcessInfo', 'params': ['nosuch']},
    {'methodName': 'supervisor.tailProcessStdoutLog', 'params': ['talker', 0, 100]},
    {'methodName': 'system.multicall', 'params': [[]]},
])
for method, params in [('startProcess', ['web:*']), ('stopProcessGroup', ['web']), ('startProcess', ['nosuch']), ('sendProcessStdin', ['talker', '\\u00e9 <&>\\r\\n'])]:
    try:
        answer = getattr(proxy, method)(*params)
        seen[method] = sorted([a['name'], a['status']] for a in answer) if isinstance(answer, list) else answer
    except xmlrpc.client.Fault as fault:
        seen[method] = [fault.faultCode, fault.faultString]
seen['after'] = [[p['group'], p['name'], p['statename']] for p in proxy.getAllProcessInfo()]
print(json.dumps(seen, sort_keys=True, default=str))
`

/** As the well-known crash mailers: childutils, and what it makes of headers and payloads. */
const CRASH_LISTENER = `#!/usr/bin/python3 -u
import os, sys
from supervisor import childutils
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'mails')
while True:
    headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
    if headers['eventname'] == 'PROCESS_STATE_EXITED':
        pheaders, pdata = childutils.eventdata(payload + '\\n')
        if not int(pheaders['expected']):
            with open(out, 'a') as file:
                file.write('Process %(processname)s in group %(groupname)s exited unexpectedly from state %(from_state)s\\n' % pheaders)
    childutils.listener.ok(sys.stdout)
`

/** A master with two workers: HUP replaces the workers, TERM ends all of them, in order. */
const MASTER = `
work() { trap 'exit 0' TERM; while :; do sleep 0.05; done; }
begin() { work & one=$!; work & two=$!; echo "workers"; }
trap 'kill $one $two; wait $one $two; begin; again=1' HUP
trap 'kill $one $two; wait $one $two; echo "bye"; exit 0' TERM INT
begin
while :; do sleep 0.05; done
`

async function python(stage: Stage, script: string, ...words: readonly string[]): Promise<RunResult> {
  const path = stage.scratch.write('tool.py', script)
  return run('/usr/bin/python3', [path, ...words], { environment: stage.scratch.mark })
}

export const SOFTWARE = [
  scenario(
    'SOFTWARE-1',
    "a configuration that Python's configparser has read and written means the same",
    async (stage) => {
      const daemon = await stage.daemon(
        '[program:old]\ncommand=sleep 1000 ; the old one\nstartsecs=0\n[program:kept]\ncommand : sh -c "echo %%d; sleep 1000"\nstartsecs=0\nenvironment=\n  LONG="1",\n  LINES="2"\n',
      )
      await daemon.until('kept', 'RUNNING')
      const tool = await python(stage, INSTALLER, stage.scratch.at('c.conf'), 'new')
      stage.note('the tool', { code: tool.code, stdout: tool.stdout, stderr: tool.stderr })
      for (const words of [['reread'], ['update'], ['avail'], ['update']]) {
        stage.note(words.join(' '), await ctl(daemon, ...words))
      }
      await daemon.until('new', 'RUNNING')
      stage.note('kept', about(daemon, 'kept').length)
    },
    ['python3'],
  ),

  scenario(
    'SOFTWARE-2',
    "a dashboard on Python's xmlrpc.client and Supervisor's transport sees and does the same",
    async (stage) => {
      const daemon = await stage.daemon(
        '[unix_http_server]\nusername=user\npassword=pass\n[group:web]\nprograms=one,two\n' +
          ['one', 'two'].map((name) => `[program:${name}]\ncommand=sleep 1000\nstartsecs=0\n`).join('') +
          '[program:idle]\ncommand=sleep 1000\nautostart=false\nstartsecs=0\n' +
          '[program:talker]\ncommand=sh -c "printf \'say <b>\\n\'; cat"\nstartsecs=0\n',
        { credentials: { username: 'user', password: 'pass' } },
      )
      for (const name of ['web:one', 'web:two', 'talker']) await daemon.until(name, 'RUNNING')
      await waitFor(async () => (await daemon.ask('readProcessStdoutLog', 'talker', 0, 0)) !== '', {
        what: 'the output',
      })
      const tool = await python(stage, DASHBOARD, `unix://${stage.scratch.at('s.sock')}`)
      stage.note('the tool', { code: tool.code, stderr: tool.stderr })
      stage.note('seen', JSON.parse(tool.stdout === '' ? 'null' : tool.stdout))
    },
    ['python3', 'supervisor'],
  ),

  scenario(
    'SOFTWARE-3',
    'a crash mailer on childutils tells of unexpected ends only',
    async (stage) => {
      stage.scratch.write('mailer', CRASH_LISTENER, 0o755)
      const program = (name: string, command: string) =>
        `[program:${name}]\ncommand=sh -c "sleep 1.2; ${command}"\nautorestart=false\nstartsecs=1\n`
      const daemon = await stage.daemon(
        `[eventlistener:mailer]\ncommand=%(here)s/mailer\nevents=PROCESS_STATE\nbuffer_size=100\n${program('good', 'exit 0')}${program('bad', 'exit 7')}${program('killed', 'kill -9 $$')}`,
      )
      const mails = () => (stage.scratch.has('mails') ? lines(stage.scratch.read('mails')) : [])
      await daemon.logged(/exited: (good|bad|killed)/, 3)
      await waitFor(() => mails().length === 2, { what: 'two mails', instead: () => mails().join('\n') })
      stage.note('mails', mails().sort())
      stage.note('mailer', (await daemon.info('mailer')).statename)
    },
    ['python3', 'supervisor'],
  ),

  scenario(
    'SOFTWARE-4',
    'a server with workers is reloaded by HUP and ends with all of them',
    async (stage) => {
      stage.scratch.script('master', MASTER)
      const daemon = await stage.daemon(
        '[program:gunicorn]\ncommand=%(here)s/master\nstartsecs=1\nkillasgroup=true\nstdout_logfile=%(here)s/out',
      )
      const { pid } = await daemon.until('gunicorn', 'RUNNING')
      const said = (count: number) =>
        waitFor(() => stage.scratch.read('out').split('\n').length > count, { what: `${count} lines` })
      await said(1)
      stage.note('signal', await ctl(daemon, 'signal', 'HUP', 'gunicorn'))
      await said(2)
      stage.note('the same master', (await daemon.info('gunicorn')).pid === pid)
      stage.note('restart', await ctl(daemon, 'restart', 'gunicorn'))
      stage.note('gone', isAlive(pid))
      await said(4)
      stage.note('stop', await ctl(daemon, 'stop', 'gunicorn'))
      stage.note('said', stage.scratch.read('out'))
      stage.note('log', about(daemon, 'gunicorn'))
    },
  ),

  scenario(
    'SOFTWARE-5',
    'a server that goes to the background by itself is a failed start',
    async (stage) => {
      stage.scratch.script('redis', '(sleep 1000 &) ; exit 0')
      const daemon = await stage.daemon(
        '[program:redis]\ncommand=%(here)s/redis\nstartsecs=10\nstartretries=1\nstdout_logfile=NONE\nstderr_logfile=NONE',
      )
      const info = await daemon.until('redis', 'FATAL')
      stage.note('exit status', info.exitstatus)
      stage.note('error', info.spawnerr)
      stage.note('log', about(daemon, 'redis'))
      stage.note('status', (await ctl(daemon, 'status')).code)
    },
  ),

  scenario(
    'SOFTWARE-6',
    'a cron that starts jobs of its own tells their output in its log',
    async (stage) => {
      stage.scratch.script(
        'cron',
        'for n in 1 2 3; do sleep 0.2; (echo "job $n"; echo "problem $n" >&2) & wait $!; done; exec sleep 1000',
      )
      const daemon = await stage.daemon(
        '[program:cron]\ncommand=%(here)s/cron\nredirect_stderr=true\nstartsecs=1\nautorestart=true\nstdout_logfile=%(here)s/cron.log\nstdout_logfile_maxbytes=1MB\nstdout_logfile_backups=0',
      )
      await waitFor(
        () => stage.scratch.has('cron.log') && lines(stage.scratch.read('cron.log')).length === 6,
        {
          what: 'the output of three jobs',
        },
      )
      await daemon.until('cron', 'RUNNING')
      stage.note('cron.log', stage.scratch.read('cron.log'))
      stage.note('tail', await ctl(daemon, 'tail', '-20', 'cron'))
      stage.note('stop', await ctl(daemon, 'stop', 'cron'))
      stage.note('log', about(daemon, 'cron'))
    },
  ),
]
