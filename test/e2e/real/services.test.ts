// Real servers under a configuration as public images have it: started, served, killed, restarted, stopped.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { request } from '../../support/address.js'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const lacking = (program: string) =>
  skipUnless('reeve', 'root') ||
  (process.env.REEVE_NO_SKIP !== '1' &&
    spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0 &&
    `${program} is not on this machine`)

const LOGS = (name: string) => `stdout_logfile=%(here)s/logs/${name}.out
stdout_logfile_maxbytes=10MB
stderr_logfile=%(here)s/logs/${name}.err
stderr_logfile_maxbytes=10MB
autorestart=true
startretries=5
`

async function supervised(
  config: string,
  files: Readonly<Record<string, string>>,
  play: (daemon: Daemon, scratch: Scratch) => Promise<void>,
): Promise<void> {
  const scratch = new Scratch()
  for (const [name, text] of Object.entries(files)) scratch.write(name, text.replaceAll('HERE', scratch.path))
  const daemon = await startDaemon({ kind: 'reeve', config, scratch })
  try {
    await play(daemon, scratch)
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
}

test(
  'nginx serves, reloads at HUP, reopens its logs at USR1, and stops with all its workers',
  {
    skip: lacking('nginx'),
  },
  () =>
    supervised(
      `[program:nginx]\ncommand=nginx -e stderr -c %(here)s/nginx.conf -g "daemon off;"\nstopsignal=QUIT\n${LOGS('nginx')}`,
      {
        'page.html': 'a page\n',
        'nginx.conf': `pid HERE/nginx.pid; error_log stderr notice; user root; worker_processes 1;
events {}
http { access_log /dev/stdout; server { listen unix:HERE/n.sock; root HERE; } }`,
      },
      async (daemon, scratch) => {
        await daemon.until('nginx', 'RUNNING')
        const get = () => request({ socketPath: scratch.at('n.sock') }, 'GET', '/page.html')
        const first = await waitFor(get, { what: 'nginx to listen' })
        assert.equal(first.body.toString(), 'a page\n')
        // nginx opens /dev/stdout itself, which only a real pipe allows.
        await waitFor(() => scratch.read('logs/nginx.out').includes('GET /page.html'), {
          what: 'the access log',
        })
        const errors = (pattern: RegExp) =>
          waitFor(() => pattern.test(scratch.read('logs/nginx.err')), { what: String(pattern) })
        await daemon.ask('signalProcess', 'nginx', 'HUP')
        await errors(/reconfiguring/)
        await daemon.ask('signalProcess', 'nginx', 'USR1')
        await errors(/reopening logs/)
        assert.equal((await get()).status, 200)
        await daemon.ask('stopProcess', 'nginx')
        await errors(/gracefully shutting down/)
        await daemon.logged(/stopped: nginx \(exit status 0\)/)
      },
    ),
)

test(
  'redis answers, comes back after kill -9, and saves its data when it is stopped',
  {
    skip: lacking('redis-server'),
  },
  () =>
    supervised(
      `[program:redis]\ncommand=redis-server --port 0 --unixsocket %(here)s/r.sock --dir %(here)s --save 900 1\n${LOGS('redis')}`,
      {},
      async (daemon, scratch) => {
        const redis = async (...words: readonly string[]) =>
          (await run('redis-cli', ['-s', scratch.at('r.sock'), ...words])).stdout.trim()
        const ready = (count: number) =>
          waitFor(() => scratch.read('logs/redis.out').split('eady to accept connections').length > count, {
            what: `redis to be ready ${count} times`,
          })
        const { pid } = await daemon.until('redis', 'RUNNING')
        await ready(1)
        assert.equal(await redis('set', 'key', 'value'), 'OK')
        await daemon.ask('stopProcess', 'redis')
        await daemon.ask('startProcess', 'redis')
        await ready(2)
        assert.equal(await redis('get', 'key'), 'value')
        process.kill((await daemon.info('redis')).pid, 'SIGKILL')
        await daemon.logged(/exited: redis \(terminated by SIGKILL; not expected\)/)
        await ready(3)
        assert.equal(await redis('get', 'key'), 'value')
        assert.notEqual((await daemon.info('redis')).pid, pid)
      },
    ),
)

test(
  'a Python web server runs as another user and logs each request',
  {
    skip: skipUnless('reeve', 'root', 'python3'),
  },
  () =>
    supervised(
      `[program:web]\ncommand=/usr/bin/python3 -u %(here)s/app.py\nuser=nobody\ndirectory=/\n` +
        `environment=HOME="/nonexistent",GREETING="hello"\nstopasgroup=true\n${LOGS('web')}`,
      {
        'app.py': `import http.server, os
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write(('%s from %d' % (os.environ['GREETING'], os.getuid())).encode())
server = http.server.HTTPServer(('127.0.0.1', 0), Page)
print('port %d' % server.server_address[1])
server.serve_forever()
`,
      },
      async (daemon, scratch) => {
        await daemon.until('web', 'RUNNING')
        const port = await waitFor(() => /port (\d+)/.exec(scratch.read('logs/web.out'))?.[1], {
          what: 'the port',
        })
        const answer = await request({ host: '127.0.0.1', port: Number(port) }, 'GET', '/x')
        assert.equal(answer.body.toString(), 'hello from 65534')
        await waitFor(() => scratch.read('logs/web.err').includes('"GET /x HTTP/1.1" 200'), {
          what: 'the request in the log',
        })
      },
    ),
)
