// `npm start`: runs the demo in the foreground and says where to look.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// This file runs as dist/sdk/examples/demo/start.js; the config and the programs stand beside its source.
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..')
const config = join(root, 'sdk', 'examples', 'demo', 'supervisord.conf')

/** What the environment says; else `wanted` when it is free, or a port that the system picks. */
async function choosePort(given: string | undefined, wanted: number): Promise<number> {
  if (given !== undefined) return Number(given)
  for (const port of [wanted, 0]) {
    const server = createServer()
    const bound = await new Promise<number | null>((resolve) => {
      server.once('error', () => resolve(null))
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : null)
      })
    })
    await new Promise((resolve) => server.close(resolve))
    if (bound !== null) return bound
  }
  throw new Error('no free port on 127.0.0.1')
}

const directory = mkdtempSync(join(tmpdir(), 'reeve-demo-'))
const port = await choosePort(process.env.REEVE_DEMO_PORT, 9001)
const webPort = await choosePort(process.env.REEVE_DEMO_WEB_PORT, 8080)
const environment = {
  ...process.env,
  REEVE_DEMO_DIRECTORY: directory,
  REEVE_DEMO_PORT: String(port),
  REEVE_DEMO_WEB_PORT: String(webPort),
}
// supervisorctl reads only its own section, so the password stays out of the command line.
const ctlConfig = join(directory, 'ctl.conf')
writeFileSync(
  ctlConfig,
  `[supervisorctl]\nserverurl = unix://${directory}/supervisor.sock\nusername = demo\npassword = demo\n`,
  { mode: 0o600 },
)
const ctl = `${join(root, 'core', 'bin', 'supervisorctl')} -c ${ctlConfig}`
const server = `http://127.0.0.1:${port}`

console.log(`The Reeve demo: a supervised web server, three workers, a program that crashes now and then, and one that logs.

  Web interface      ${server}/  (user demo, password demo)
  A log as it grows  curl -N -u demo:demo ${server}/logtail/ticker
  XML-RPC            ${server}/RPC2
  Supervised web     http://127.0.0.1:${webPort}/
  Logs and socket    ${directory}

In another terminal:

  ${ctl} status
  ${ctl} restart 'worker:*'
  ${ctl} tail -f flaky stderr
  ${ctl} signal KILL web

Ctrl-C stops everything.
`)

const daemon = spawn(join(root, 'core', 'bin', 'supervisord'), ['-n', '-c', config], {
  stdio: 'inherit',
  env: environment,
})
// Ctrl-C reaches the daemon too: it stops the programs, and its end is the end of the demo. A terminal that is closed
// reaches it as SIGHUP, which alone would only restart it.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => daemon.kill('SIGTERM'))
daemon.on('exit', (code) => {
  rmSync(directory, { recursive: true, force: true })
  process.exit(code ?? 1)
})
