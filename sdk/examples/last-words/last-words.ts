#!/usr/bin/env node
// An example of a listener: when a program ends without being asked to, its last words are written to stderr.
//
// It runs under Reeve and under Supervisor. `supervisord.conf` beside its source uses it, and sdk/listener/README.md
// explains it; its tests are test/unit/listener/last-words.test.ts (without a supervisor) and
// test/e2e/listener/last-words.test.ts (with either one).

import { listen, supervisorClient } from 'reeve/sdk/listener'

const BYTES = 200
const client = await supervisorClient()

for await (const event of listen()) {
  if (event.type !== 'PROCESS_STATE_EXITED' || event.expected) continue
  // What throws here is answered with FAIL, and the event comes again.
  const words = await client.supervisor.readProcessStdoutLog(event.namespec, -BYTES, 0)
  console.error(`${event.namespec} (pid ${event.pid}) is gone. It said: ${JSON.stringify(words)}`)
}

client.close()
