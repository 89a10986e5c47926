// The events view: the live stream with its filters, the pools of listeners, the plugins.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../support/wait.js'
import { BLANK, openPages, skip } from './pages.js'

/** Takes one event and never answers: the next ones wait, and then are dropped. */
const STUCK = `process.stdout.write("READY\\n"); process.stdin.resume()`

const CONFIG = `[program:web]
command=sleep 1000
startsecs=0
autostart=false
[program:chatty]
command=sh -c "echo printed; exec sleep 1000"
startsecs=0
autostart=false
stdout_events_enabled=true
[eventlistener:stuck]
command=node -e '${STUCK}'
startsecs=0
events=PROCESS_STATE
buffer_size=2`

test('events are shown as they happen, filtered, paused and cleared', { skip }, async (context) => {
  const { page, open, daemon, complaints } = await openPages(context, { config: CONFIG, path: '/#/events' })
  const list = page.getByRole('log', { name: 'Events' })
  await page.getByText('Nothing has happened since').waitFor()
  await daemon.call('startProcess', 'web')
  await list.getByText(/processname:web groupname:web from_state:STARTING/).waitFor()
  // Logs are told only when somebody asks for them.
  await daemon.call('startProcess', 'chatty')
  await list.getByText(/processname:chatty .*from_state:STARTING/).waitFor()
  // What it prints can come long after its start: it is told to nobody, and stands in the log, before somebody asks.
  const hasPrinted = async () => (await daemon.ask('readProcessStdoutLog', 'chatty', 0, 0)) === 'printed\n'
  await waitFor(hasPrinted, { what: 'the output in the log' })
  assert.equal(await list.getByText('PROCESS_LOG_STDOUT').count(), 0)
  await Promise.all([
    page.waitForResponse(/types=.*PROCESS_LOG/),
    page.getByRole('button', { name: 'PROCESS_LOG' }).click(),
  ])
  await page.getByRole('searchbox', { name: 'Search in events' }).fill('stdout chatty')
  await daemon.call('stopProcess', 'chatty')
  await daemon.call('startProcess', 'chatty')
  await list.getByText(/printed/).waitFor()
  assert.equal(await list.locator('.event').count(), 1)
  const shared = await open(`/${new URL(page.url()).hash}`)
  await shared.getByRole('button', { name: 'PROCESS_LOG', pressed: true }).waitFor()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('button', { name: 'Pause' }).click()
  const count = await list.locator('.event').count()
  await daemon.call('stopProcess', 'web')
  await page.getByRole('button', { name: /^Go on \([1-9]/ }).waitFor()
  assert.equal(await list.locator('.event').count(), count)
  await page.getByRole('button', { name: /^Go on/ }).click()
  // The last one of it: what comes after the clearing would be shown.
  await list.getByText(/processname:web groupname:web from_state:STOPPING/).waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('Nothing has happened since').waitFor()
  assert.deepEqual(complaints, [])
})

test('that nothing has happened is only said while the page would hear of it', { skip }, async (context) => {
  const { page, url, daemon } = await openPages(context, { config: CONFIG, path: BLANK })
  let refusals = 1
  let see = () => {}
  const seen = new Promise<void>((resolve) => {
    see = resolve
  })
  await page.route(/events\?types=/, (route) => {
    refusals -= 1
    return refusals < 0 ? seen.then(() => route.continue()) : route.fulfill({ status: 503, body: '{}' })
  })
  const stream = page.waitForResponse((response) => /events\?types=/.test(response.url()) && response.ok())
  await page.goto(`${url}/#/events`)
  await page.getByText('Connecting…').waitFor()
  see()
  await stream
  await page.getByText('Nothing has happened since').waitFor()
  await daemon.call('startProcess', 'web')
  await page.getByRole('log', { name: 'Events' }).getByText('PROCESS_STATE_RUNNING').waitFor()
})

test('the list is never drawn without a row while there are events', { skip }, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG, path: '/#/events' })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await Promise.all([page.waitForResponse(/events\?types=/), page.reload()])
  await page.getByText('Nothing has happened since').waitFor()
  await page.evaluate(() => {
    const state = globalThis as unknown as { emptyDrawings: number }
    state.emptyDrawings = 0
    const look = () => {
      const rows = document.querySelector<HTMLElement>('.events .rows')
      if (rows !== null && Number.parseFloat(rows.style.height) > 0 && rows.childElementCount === 0) {
        state.emptyDrawings += 1
      }
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
  })
  const list = page.getByRole('log', { name: 'Events' })
  await daemon.call('startProcess', 'web')
  await list.getByText('PROCESS_STATE_RUNNING').waitFor()
  await daemon.call('stopProcess', 'web')
  await list.getByText('PROCESS_STATE_STOPPED').waitFor()
  for (const [text, left] of [
    ['stopped', 'PROCESS_STATE_STOPPED'],
    ['no such event', null],
    ['', 'PROCESS_STATE_STARTING'],
  ] as const) {
    await page.getByRole('searchbox').fill(text)
    if (left === null) await page.getByText('No event matches the search.').waitFor()
    else await list.getByText(left).waitFor()
  }
  await page.getByRole('link', { name: 'Plugins' }).click()
  await page.getByRole('rowheader', { name: /^web-ui/ }).waitFor()
  await page.getByRole('link', { name: 'Events' }).click()
  await list.getByText('PROCESS_STATE_STARTING').waitFor()
  await page.setViewportSize({ width: 360, height: 700 })
  await page.waitForFunction(() => document.querySelector<HTMLElement>('.event')?.style.height === '54px')
  assert.equal(
    await page.evaluate(() => (globalThis as unknown as { emptyDrawings: number }).emptyDrawings),
    0,
  )
})

test('pools of listeners show their queue, what they dropped, and their state', { skip }, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG, path: '/#/events' })
  const pool = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'stuck' }) })
  await pool.getByText('PROCESS_STATE').waitFor()
  // It has taken an event, and will not answer.
  await daemon.call('startProcess', 'web')
  await pool.getByText('BUSY').waitFor()
  for (let round = 0; round < 3; round++) {
    await daemon.call('stopProcess', 'web')
    await daemon.call('startProcess', 'web')
  }
  await pool.getByText('2 / 2').waitFor()
  await pool
    .locator('td.failed')
    .getByText(/^[1-9]\d*$/)
    .waitFor()
  await pool.getByRole('link', { name: 'stuck' }).click()
  await page.getByRole('heading', { name: 'stuck' }).waitFor()
})

test('plugins are listed with what they bring', { skip }, async (context) => {
  const { page, complaints } = await openPages(context, { config: CONFIG, path: '/#/plugins' })
  const line = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^web-ui/ }) })
  await line.getByText('applied').waitFor()
  await line.getByText('built-in').waitFor()
  assert.deepEqual(complaints, [])
})
