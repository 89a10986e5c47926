// The classic [eventlistener] lines, under either supervisor: what worked with the Python package goes on working.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { startPageServer } from '../../support/page-server.js'
import { Scratch } from '../../support/scratch.js'
import { startSmtpServer } from '../../support/smtp-server.js'
import { type Kind, repository, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

/** Reeve finds its own programs wherever PATH leads; Supervisor needs the path. */
const command = (kind: Kind, name: string) => (kind === 'reeve' ? name : join(repository, 'core/bin', name))

const CRASHING = `[program:shaky]
command=/bin/sh -c "sleep 1.2; exit 3"
autorestart=false
`

async function withDaemon(kind: Kind, config: string, act: (daemon: Daemon) => Promise<void>): Promise<void> {
  const scratch = new Scratch()
  let daemon: Daemon | undefined
  try {
    daemon = await startDaemon({ kind, scratch, config })
    await act(daemon)
  } finally {
    await daemon?.close()
    await scratch.remove()
  }
}

/** Waits for the content of a file. Keeps the real Supervisor's loop turning. */
function until(daemon: Daemon, file: string, pattern: RegExp): Promise<string> {
  return waitFor(
    async () => {
      await daemon.call('getState')
      const text = daemon.scratch.has(file) ? daemon.scratch.read(file) : ''
      return pattern.test(text) && text
    },
    { what: `${pattern} in ${file}`, everyMs: 50, instead: () => daemon.log.text },
  )
}

for (const kind of ['reeve', 'supervisor'] as const satisfies readonly Kind[]) {
  const skip = skipUnless(kind)

  test(`crashmail sends mail under ${kind}`, { skip }, () =>
    withDaemon(
      kind,
      `[eventlistener:crashmail]
command=${command(kind, 'crashmail')} -a -m ops@example.com -s "cat >> %(here)s/mail"
events=PROCESS_STATE_EXITED
${CRASHING}`,
      async (daemon) => {
        const mail = await until(daemon, 'mail', /shaky:shaky crashed/)
        assert.match(mail, /^To: ops@example.com$/m)
      },
    ),
  )

  test(`fatalmailbatch sends mail under ${kind}`, { skip }, async () => {
    const server = await startSmtpServer()
    try {
      await withDaemon(
        kind,
        `[eventlistener:fatalmailbatch]
command=${command(kind, 'fatalmailbatch')} --toEmail="ops@example.com" --fromEmail="supervisor@example.com" --smtpHost=127.0.0.1:${server.port} --interval=0.05 --tickEvent=TICK_5
events=PROCESS_STATE,TICK_5
[program:hopeless]
command=/bin/false
startretries=0
`,
        async (daemon) => {
          const stop = setInterval(() => void daemon.call('getState').catch(() => {}), 200)
          try {
            const [mail] = await server.received(1)
            assert.match(mail?.data ?? '', /hopeless:hopeless could not be started/)
          } finally {
            clearInterval(stop)
          }
        },
      )
    } finally {
      await server.close()
    }
  })

  test(`httpok restarts what does not answer under ${kind}`, { skip }, async () => {
    const server = await startPageServer()
    server.answer = (_request, response) => void response.writeHead(503).end()
    try {
      await withDaemon(
        kind,
        `[eventlistener:httpok]
command=${command(kind, 'httpok')} -p web -t 10 ${server.url}
events=TICK_5
stderr_logfile=%(here)s/httpok.err
[program:web]
command=/bin/cat
`,
        async (daemon) => {
          const before = await daemon.until('web', 'RUNNING')
          await until(daemon, 'httpok.err', /web is restarted/)
          await waitFor(async () => (await daemon.info('web')).pid !== before.pid, {
            what: 'another pid',
            everyMs: 50,
          })
          await daemon.until('web', 'RUNNING')
        },
      )
    } finally {
      await server.close()
    }
  })
}
