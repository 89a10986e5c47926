// [crashmail], [fatalmail] and [httpok:x] in the built daemon, on real sockets.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { startPageServer } from '../../support/page-server.js'
import { startSmtpServer } from '../../support/smtp-server.js'
import { waitFor } from '../../support/wait.js'

const SHAKY = `[program:shaky]
command=/bin/sh -c "sleep 1.2; exit 3"
autorestart=false
`

test('a crash is a mail by SMTP, with a login whose password is in the environment and in no log', async () => {
  const server = await startSmtpServer({ login: { user: 'me', password: 'hunter2secret' } })
  const daemon = await startDaemon({
    kind: 'reeve',
    environment: { MAIL_PASSWORD: 'hunter2secret' },
    config: `[supervisord]
loglevel=blather
[crashmail]
to=ops@example.com
from=supervisor@example.com
smtp_url=smtp://me:%(ENV_MAIL_PASSWORD)s@127.0.0.1:${server.port}
interval=1
${SHAKY}`,
  })
  try {
    const [mail] = await server.received(1)
    assert.match(mail?.data ?? '', /shaky:shaky crashed/)
    assert.ok(!daemon.log.text.includes('hunter2secret'))
  } finally {
    await daemon.close()
    await server.close()
  }
})

test('a mail server that hangs holds nothing up: programs go on, and the daemon ends in time', async () => {
  const server = await startSmtpServer({ manner: 'silent' })
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[crashmail]
to=ops@example.com
smtp_url=smtp://127.0.0.1:${server.port}
interval=0
${SHAKY.replace('autorestart=false', 'autorestart=true\nstartsecs=0').replace('sleep 1.2', 'sleep 0.1')}`,
  })
  try {
    await daemon.logged(/spawned: 'shaky'/, 5)
    assert.equal((await daemon.ask('getState')) !== undefined, true)
    const before = Date.now()
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
    assert.ok(Date.now() - before < 8_000)
    assert.match(daemon.log.text, /\[crashmail\]: \d+ mails were not sent/)
  } finally {
    await daemon.close()
    await server.close()
  }
})

test('[httpok:x] restarts what does not answer, and mails about it through a command', async () => {
  const server = await startPageServer()
  server.answer = (_request, response) => void response.writeHead(500).end()
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[httpok:web]
url=${server.url}
programs=web
interval=2
to=ops@example.com
sendmail=cat >> %(here)s/mail
[program:web]
command=/bin/cat
`,
  })
  try {
    await daemon.logged(/WARN \[httpok:web\]: web is restarted/)
    await daemon.logged(/spawned: 'web'/, 2)
    await daemon.logged(/success: web entered RUNNING/, 2)
    // The shell makes the file, and what the command writes follows.
    const mail = await waitFor(
      () => (daemon.scratch.has('mail') && daemon.scratch.read('mail')) || undefined,
      { what: 'the mail' },
    )
    assert.match(mail, /^Subject: httpok web on supervisor: \S+\s+answers 500/m)
  } finally {
    await daemon.close()
    await server.close()
  }
})
