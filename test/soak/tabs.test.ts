// Ten pages that people keep open, and ten clients with the same streams, while programs live and talk.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Browser, chromium } from 'playwright-core'
import { freePort } from '../support/address.js'
import { type Daemon, startDaemon } from '../support/daemon.js'
import { CHROMIUM, missing, skipUnless } from '../support/systems.js'
import { pause, waitFor } from '../support/wait.js'
import { PHASE_MS, PHASES, SECONDS } from './duration.js'
import { assertNoGrowth, FACTS_SECTION, look, type Resting } from './resting.js'
import { openTab } from './tab.js'

const TABS = 10
/** A browser with ten pages takes seconds to start: a short run has two. */
const BROWSER_TABS = SECONDS < 120 ? 2 : TABS

const CONFIG = `${FACTS_SECTION}[program:talk]
command=sh -c "i=0; while :; do i=$((i+1)); echo line $i of what the program says; sleep 0.05; done"
stdout_logfile_maxbytes=200KB
stdout_logfile_backups=2
stdout_events_enabled=true
stopasgroup=true
startsecs=0
[program:crash]
command=sh -c "echo going; sleep 0.5; exit 3"
startsecs=0
autorestart=true
[program:worker]
command=sleep 1000
numprocs=5
process_name=%(process_num)d
startsecs=0
`

test(`a daemon with ${TABS} open tabs keeps nothing (${SECONDS} seconds)`, {
  skip: skipUnless('reeve'),
}, async (context) => {
  const port = await freePort()
  const config = `[inet_http_server]\nport=127.0.0.1:${port}\n${CONFIG}`
  const daemon = await startDaemon({ kind: 'reeve', config })
  context.after(() => daemon.close())
  await daemon.until('talk', 'RUNNING')
  const alone = await look(daemon)
  const address = { host: '127.0.0.1', port }
  const tabs = await Promise.all(Array.from({ length: TABS }, () => openTab(address)))
  const browser = await openBrowser(context, `http://127.0.0.1:${port}`)
  const rests: Resting[] = []
  for (let phase = 0; phase < PHASES; phase += 1) {
    const restarts = await live(daemon, performance.now() + PHASE_MS)
    const now = await look(daemon)
    rests.push(now)
    const [resident, heap] = [now.residentBytes, now.heapBytes].map((bytes) => (bytes / 2 ** 20).toFixed(1))
    const received = tabs.reduce((sum, tab) => sum + tab.received(), 0)
    context.diagnostic(
      `${restarts} restarts, ${(received / 2 ** 20).toFixed(1)} MiB sent to ${TABS} clients; ` +
        `resident ${resident} MiB, heap ${heap} MiB, ${now.descriptors} descriptors`,
    )
  }
  assertNoGrowth(rests)
  for (const tab of tabs) tab.close()
  await browser?.close()
  await daemon.ask('stopAllProcesses')
  let left = rests.at(-1)
  await waitFor(
    async () => {
      left = await look(daemon)
      return left.descriptors <= alone.descriptors
    },
    { what: 'the connections of all tabs to be gone', everyMs: 100, instead: () => `${left?.resources}` },
  )
  daemon.signal('SIGTERM')
  assert.equal(await daemon.exit(), 0)
})

/** Restarts programs until time is up, and returns how often that was. */
async function live(daemon: Daemon, until: number): Promise<number> {
  let round = 0
  for (; performance.now() < until; round += 1) {
    const name = `worker:${round % 5}`
    await daemon.call('stopProcess', name)
    await daemon.call('startProcess', name)
    await pause(100)
  }
  return round
}

/** The real pages, each as a visitor of its own: the table, logs and events. Null where there is no Chromium. */
async function openBrowser(context: TestContext, url: string): Promise<Browser | null> {
  if (process.env.REEVE_NO_SKIP !== '1' && missing(['chromium']) !== undefined) return null
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  context.after(() => browser.close())
  const views = ['', '#/logs/talk', '#/events', '#/process/crash']
  for (let index = 0; index < BROWSER_TABS; index += 1) {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${url}/${views[index % views.length]}`)
    await page.locator('.connection').getByText('live').waitFor()
  }
  return browser
}
