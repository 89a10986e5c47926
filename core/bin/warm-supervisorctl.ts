// Makes the code cache of supervisorctl: `node warm-supervisorctl.js FILE` plays `status`, as scripts call it most,
// against a server of its own, and keeps what V8 has compiled for that. Its exit status is the program's.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeResponse } from '../../sdk/xmlrpc/index.js'
import { compileProgram, keepCompiled, runScript } from './code-cache.js'

const [, , file = ''] = process.argv

const PROCESSES = Array.from({ length: 20 }, (_, index) => ({
  name: `p_${index}`,
  group: 'p',
  start: 1_700_000_000,
  stop: 0,
  now: 1_700_000_000,
  state: 20,
  statename: 'RUNNING',
  spawnerr: '',
  exitstatus: 0,
  logfile: '/tmp/p.log',
  stdout_logfile: '/tmp/p.log',
  stderr_logfile: '/tmp/p.err',
  pid: index + 2,
  description: `pid ${index + 2}, uptime 0:00:00`,
}))

const folder = mkdtempSync(join(tmpdir(), 'reeve-'))
const socket = join(folder, 's')
const config = join(folder, 'c')
writeFileSync(config, `[supervisord]\n[supervisorctl]\nserverurl=unix://${socket}\n[program:p]\ncommand=p\n`)

const program = compileProgram(file)
process.on('exit', (status) => {
  rmSync(folder, { recursive: true, force: true })
  if (status === 0) keepCompiled(program, file)
})
process.argv.splice(2, 1, '-c', config, 'status')

const server = createServer(async (request, response) => {
  let call = ''
  for await (const piece of request) call += String(piece)
  const answer = encodeResponse(call.includes('getAllProcessInfo') ? PROCESSES : '3.0')
  response.writeHead(200, { 'content-type': 'text/xml' }).end(answer)
})
server.listen(socket, () => runScript(program, file))
