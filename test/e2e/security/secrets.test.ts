// Secrets stand in the file and reach who needs them: no log, answer, page, message or list of processes has them.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { API_OPERATIONS, API_ROOT } from '../../../schemas/generated/api-operations.js'
import { freePort, request } from '../../support/address.js'
import { writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { executable, skipUnless } from '../../support/systems.js'
import { call, type Value } from '../../support/xmlrpc.js'
import { startInet } from './servers.js'

/** Each place where a secret may stand has one of its own, so that a leak tells where it came from. */
const secret = (place: string) => `Zq${place}9xK`
const LOGIN = { username: 'boss', password: secret('password') }
const ENVIRONMENT = secret('daemonenvironment')

const SERVER = `username=boss
password=${secret('password')}
readonly_username=viewer
readonly_password=${secret('readonly')}`

function sections(closed: number): string {
  return `[supervisord]
loglevel=trace
environment=DAEMON_KEY="${secret('supervisordenvironment')}",FROM_OUTSIDE="%(ENV_OUTSIDE)s"
[program:keeper]
command=sh -c 'echo fine; exec sleep 1000'
environment=API_TOKEN="${secret('programenvironment')}"
serverurl=http://me:${secret('serverurl')}@127.0.0.1:${closed}
startsecs=0
[program:broken]
command=/nowhere/broken
environment=DB_PASSWORD="${secret('brokenenvironment')}"
startretries=0
[program:crash]
command=sh -c 'exit 3'
autostart=false
autorestart=false
startsecs=0
[eventlistener:listener]
command=sh -c 'printf "READY\\n"; exec sleep 1000'
events=PROCESS_STATE
environment=LISTENER_SECRET="${secret('listenerenvironment')}"
[webhook:ops]
url=http://hook:${secret('webhookpassword')}@127.0.0.1:${closed}/${secret('webhookpath')}?key=${secret('webhookquery')}
secret=${secret('webhooksecret')}
headers=Authorization="Bearer ${secret('webhookheader')}"
events=PROCESS_STATE
retries=0
[crashmail]
to=root@example.com
from=reeve@example.com
smtp_url=smtp://mailer:${secret('smtp')}@127.0.0.1:${closed}
[httpok:page]
url=http://checker:${secret('httpok')}@127.0.0.1:${closed}/${secret('httpokpath')}
programs=keeper
interval=1
[supervisorctl]
serverurl=http://boss:${secret('ctlurl')}@127.0.0.1:${closed}
username=boss
password=${secret('password')}`
}

test('secrets of the file are in no log, answer, page, message or process list', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const closed = await freePort()
  const { daemon, port, scratch, sectionOf } = await startInet(context, {
    server: SERVER,
    config: sections(closed),
    environment: { OUTSIDE: ENVIRONMENT },
    args: ['--profile_options', 'cumulative'],
  })
  const seen = new Map<string, string>()
  const address = { host: '127.0.0.1', port }
  const see = (where: string, text: unknown) => seen.set(`${where} #${seen.size}`, String(text))
  const ask = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ) => {
    const answer = await request(address, method, path, { headers, ...(body === undefined ? {} : { body }) })
    see(`${method} ${path}`, `${JSON.stringify(answer.headers)}${answer.body}`)
    return answer.status
  }
  const control = async (...words: readonly string[]) => {
    const { code, stdout, stderr } = await run(
      executable('reeve', 'supervisorctl'),
      ['-c', scratch.at('c.conf'), ...words],
      { environment: scratch.mark },
    )
    see(`supervisorctl ${words.join(' ')}`, stdout + stderr)
    return code
  }
  await daemon.until('keeper', 'RUNNING')
  const login = { Authorization: `Basic ${Buffer.from(Object.values(LOGIN).join(':')).toString('base64')}` }

  for (const name of ['keeper', 'crash', 'broken']) {
    for (const { id, method, path, mutates } of API_OPERATIONS) {
      if (mutates || ['followLogs', 'streamEvents'].includes(id)) continue
      const target = path.replace('{namespec}', name).replace('{group}', name).replace('{channel}', 'stdout')
      await ask(method, `${API_ROOT}${target}`, login)
    }
  }
  for (const path of ['/', '/index.html', '/tail.html?processname=keeper', '/ui/session', '/nothing']) {
    assert.equal(await ask('GET', path, {}), 401)
    await ask('GET', path, login)
  }
  assert.equal(await ask('POST', '/RPC2', login, '<not xml'), 400)
  assert.equal(
    await ask('POST', `${API_ROOT}/actions`, { ...login, 'Content-Type': 'application/json' }, '{'),
    400,
  )
  const methods: readonly (readonly [string, ...Value[]])[] = [
    ['system.listMethods'],
    ['supervisor.getAllProcessInfo'],
    ['supervisor.getAllConfigInfo'],
    ['supervisor.startProcess', 'crash'],
    ['supervisor.startProcess', 'broken'],
    ['supervisor.reloadConfig'],
    ['supervisor.readLog', 0, 0],
    ['supervisor.noSuchMethod', secret('argument')],
  ]
  for (const [method, ...parameters] of methods) {
    see(method, JSON.stringify(await call(address, method, parameters, { credentials: LOGIN })))
  }
  await daemon.logged(/\[webhook:ops\]/)

  const own = ['-s', `http://127.0.0.1:${port}`]
  for (const line of [
    'status',
    'avail',
    'plugins',
    'status --json',
    'maintail',
    'tail keeper',
    'start crash',
  ]) {
    await control(...own, ...line.split(' '))
  }
  // Nobody listens at the url of the file.
  assert.equal(await control('status'), 4)
  assert.notEqual(await control('-s', `http://boss:${secret('typedurl')}@127.0.0.1:${port}0`, 'status'), 0)

  // A changed file, then one that cannot be read.
  writeConfig(
    scratch,
    sectionOf(SERVER)
      .replaceAll('fine', 'changed')
      .replace(secret('programenvironment'), secret('newenvironment')),
  )
  assert.equal(await ask('GET', `${API_ROOT}/config/diff`, login), 200)
  await control(...own, 'reread')
  const broken = `${sectionOf(SERVER)}[program:bad]\ncommand=x\nenvironment=KEY="${secret('badenvironment')}\nAPI_KEY=%(nope)s${secret('badline')}\nstartsecs=x\n`
  writeConfig(scratch, broken)
  await ask('GET', `${API_ROOT}/config/diff`, login)
  await control(...own, 'reread')
  daemon.signal('SIGHUP')
  await daemon.logged(/restart refused/)
  for (const kind of ['cmdline', 'comm']) see(kind, readFileSync(`/proc/${daemon.pid}/${kind}`, 'latin1'))
  const again = await run(executable('reeve', 'supervisord'), ['-n', '-c', scratch.at('c.conf')], {
    environment: { OUTSIDE: ENVIRONMENT },
  })
  see('a start that is refused', again.stdout + again.stderr)
  daemon.signal('SIGTERM')
  assert.equal(await daemon.exit(), 0)
  see('the log', daemon.written.join('\n'))
  see('standard output', daemon.log.text)
  see('standard error', daemon.stderr.text)

  // What is looked at is not empty, and what is looked for is there.
  assert.ok(seen.size > 80, `${seen.size}`)
  assert.match(scratch.read('c.conf'), new RegExp(secret('webhookpath')))
  const leaks = [...seen].flatMap(([where, text]) => {
    const [found] = /.{0,80}Zq\w+9xK.{0,20}/.exec(text.replaceAll(secret('argument'), '')) ?? []
    return found === undefined ? [] : [`${where}: ${found}`]
  })
  assert.deepEqual(leaks, [])
})
