// The events view: the live stream with its filters, the pools of listeners, the plugins.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPages, skip } from './pages.js'

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
events=PROCESS_STATE
buffer_size=2`

test('events are shown as they happen, filtered, paused and cleared', { skip }, async (context) => {
  const { page, open, daemon, complaints } = await openPages(context, { config: CONFIG, path: '/#/events' })
  const list = page.getByRole('log', { name: 'Events' })
  await page.getByText('Nothing has happened since').waitFor()
  await daemon.call('startProcess', 'web')
  await list.getByText('PROCESS_STATE_RUNNING').waitFor()
  await list.getByText(/processname:web groupname:web from_state:STARTING/).waitFor()
  // Logs are told only when somebody asks for them.
  await daemon.call('startProcess', 'chatty')
  await list.getByText(/processname:chatty .*from_state:STARTING/).waitFor()
  assert.equal(await list.getByText('PROCESS_LOG_STDOUT').count(), 0)
  await Promise.all([
    page.waitForResponse(/types=.*PROCESS_LOG/),
    page.getByRole('button', { name: 'PROCESS_LOG' }).click(),
  ])
  await page.getByRole('searchbox', { name: 'Search in events' }).fill('stdout chatty')
  await daemon.call('stopProcess', 'chatty')
  await daemon.call('startProcess', 'chatty')
  await list.getByText(/printed/).waitFor()
  // The list is drawn anew for each measurement of its height.
  await page.waitForFunction(() => document.querySelectorAll('.event').length === 1)
  const shared = await open(`/${new URL(page.url()).hash}`)
  await shared.getByRole('button', { name: 'PROCESS_LOG', pressed: true }).waitFor()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('button', { name: 'Pause' }).click()
  const count = await list.locator('.event').count()
  await daemon.call('stopProcess', 'web')
  await page.getByRole('button', { name: /^Go on \([1-9]/ }).waitFor()
  assert.equal(await list.locator('.event').count(), count)
  await page.getByRole('button', { name: /^Go on/ }).click()
  await list.getByText('PROCESS_STATE_STOPPED').last().waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('Nothing has happened since').waitFor()
  assert.deepEqual(complaints, [])
})

test('pools of listeners show their queue, what they dropped, and their state', { skip }, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG, path: '/#/events' })
  const pool = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'stuck' }) })
  await pool.getByText('PROCESS_STATE').waitFor()
  for (let round = 0; round < 3; round++) {
    await daemon.call('startProcess', 'web')
    await daemon.call('stopProcess', 'web')
  }
  await pool.getByText('BUSY').waitFor()
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
