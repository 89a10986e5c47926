// [webhook:x] of the built program, with a real target.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { waitFor } from '../../support/wait.js'
import { startTarget } from '../../unit/webhook/target.js'

test('a crash reaches the target, a URL from the environment stays out of the log, the end is told', async (context) => {
  const target = await startTarget((response) => response.writeHead(200).end())
  context.after(() => target.close())
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[webhook:chat]
url=%(ENV_CHAT_URL)s
format=slack
template={host}|{message}
events=PROCESS_STATE_EXITED,SUPERVISOR_STATE_CHANGE
[webhook:dead]
url=http://127.0.0.1:1/token-of-mine
[program:once]
command=sh -c 'sleep 0.1; exit 7'
autorestart=false
startsecs=0
[supervisord]
loglevel=debug
`,
    environment: { CHAT_URL: `${target.url}/token-of-mine` },
  })
  try {
    const texts = () => target.received.map(({ body }) => String(JSON.parse(body).text).split('|')[1])
    await waitFor(() => texts().includes('once exited with 7, which is not expected'), {
      what: 'the crash',
      instead: () => daemon.log.text,
    })
    await daemon.log.waitFor(/\[webhook:dead\] http:\/\/127\.0\.0\.1:1: an event was not taken: ECONNREFUSED/)
    daemon.signal('SIGTERM')
    await daemon.exit()
    assert.equal(texts().at(-1), 'supervisord is stopping')
    assert.ok(!daemon.log.text.includes('token-of-mine'))
  } finally {
    await daemon.close()
  }
})
