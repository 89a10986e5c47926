// The live table: what it shows, how soon it follows, and what it does when the daemon is gone.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { kill } from '../support/processes.js'
import { Scratch } from '../support/scratch.js'
import { openPages, row, skip } from './pages.js'

const CONFIG = `[program:web]
command=sleep 1000
startsecs=0
[program:idle]
command=sleep 1000
autostart=false
[program:crash]
command=sh -c "echo boom >&2; exit 3"
autostart=false
autorestart=false
startsecs=0
[program:worker]
command=sleep 1000
process_name=worker_%(process_num)02d
numprocs=3
startsecs=0
[group:backend]
programs=worker`

test('the table shows every process by group, and follows what happens to them', {
  skip,
}, async (context) => {
  const { page, daemon, complaints } = await openPages(context, { config: CONFIG })
  await row(page, 'web').getByText('RUNNING').waitFor()
  await row(page, 'idle').getByText('STOPPED').waitFor()
  await page.getByText('3 of 3 running').waitFor()
  assert.equal(await page.getByRole('link', { name: /^worker_0/ }).count(), 3)
  const { pid } = await daemon.info('web')
  await row(page, 'web').getByText(String(pid), { exact: true }).waitFor()
  kill(pid, 'SIGKILL')
  await row(page, 'web').getByText('SIGKILL').waitFor()
  await row(page, 'web').getByText('RUNNING').waitFor()
  await daemon.call('startProcess', 'crash')
  await row(page, 'crash').getByText('EXITED').waitFor()
  await row(page, 'crash').getByText('exit 3').waitFor()
  assert.deepEqual(complaints, [])
})

test('each process shows its figures: uptime ticking, CPU and memory, and what it writes', {
  skip,
}, async (context) => {
  const { page } = await openPages(context, {
    config: `${CONFIG}
[program:chatty]
command=sh -c "while :; do echo something to read; sleep 0.1; done"
startsecs=0
[program:silent]
command=sleep 1000
startsecs=0`,
  })
  const uptime = row(page, 'chatty').locator('.uptime')
  await uptime.getByText(/^\d+:\d\d$/).waitFor()
  const first = await uptime.textContent()
  await uptime.filter({ hasNotText: String(first) }).waitFor()
  await row(page, 'chatty')
    .locator('.memory')
    .getByText(/^[\d.]+ [KM]iB$/)
    .waitFor()
  await row(page, 'chatty')
    .locator('.cpu')
    .getByText(/^[\d.]+ %$/)
    .waitFor()
  await row(page, 'chatty').getByRole('img', { name: /CPU/ }).waitFor()
  await row(page, 'chatty')
    .locator('.log')
    .getByText(/^[\d.]+ (Ki)?B\/s$/)
    .waitFor()
  assert.equal(await row(page, 'silent').locator('.log .activity').count(), 0)
})

test('a group has a line of its own, and can be closed', { skip }, async (context) => {
  const { page } = await openPages(context, { config: CONFIG })
  const group = page.getByRole('button', { name: 'backend', expanded: true })
  await group.click()
  await page.getByRole('button', { name: 'backend', expanded: false }).waitFor()
  assert.equal(await page.getByRole('link', { name: /^worker_0/ }).count(), 0)
  await page.keyboard.press('Enter')
  await row(page, 'worker_02').waitFor()
})

test('a change is on the page within 200 ms', { skip }, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG })
  await row(page, 'idle').getByText('STOPPED').waitFor()
  const delays: number[] = []
  for (const [method, state] of Array(5)
    .fill([
      ['startProcess', 'RUNNING'],
      ['stopProcess', 'STOPPED'],
    ])
    .flat()) {
    await watchFor(page, state)
    await daemon.call(method, 'idle')
    const answered = Date.now()
    delays.push((await seenAt(page)) - answered)
  }
  const median = delays.toSorted((one, other) => one - other)[Math.floor(delays.length / 2)] ?? 0
  context.diagnostic(`a change is shown after ${median} ms, median of ${delays.length}`)
  assert.ok(median < 200, `median ${median} ms of ${delays.map(Math.round)}`)
})

/** Begins to look for `idle` in a state: in the page itself, which does not ask in intervals. */
function watchFor(page: Page, state: string): Promise<void> {
  return page.evaluate((wanted) => {
    const at = new Promise<number>((resolve) => {
      const look = () => {
        const rows = [...document.querySelectorAll('.row.program')]
        const idle = rows.find((one) => one.querySelector('.name')?.textContent === 'idle')
        if (idle?.querySelector('.badge')?.textContent !== wanted) return
        observer.disconnect()
        resolve(Date.now())
      }
      const observer = new MutationObserver(look)
      observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    Object.assign(globalThis, { seen: { at } satisfies Seen })
  }, state)
}

interface Seen {
  readonly at: Promise<number>
}

function seenAt(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen.at)
}

test('a page whose daemon is gone says since when it is stale, and lives again', {
  skip,
}, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG })
  const status = page.locator('.connection')
  await status.getByText('live').waitFor()
  // A reload ends all connections and begins anew.
  const { pid } = await daemon.info('web')
  const stale = page.waitForFunction(() =>
    /stale since \d/.test(document.querySelector('.connection')?.textContent ?? ''),
  )
  await daemon.call('restart')
  await stale
  await status.getByText('live').waitFor()
  await row(page, 'web').getByText('RUNNING').waitFor()
  const next = await daemon.info('web')
  assert.notEqual(next.pid, pid)
  await row(page, 'web').getByText(String(next.pid), { exact: true }).waitFor()
})

test('the address holds the filter, and shows it again to who gets it', { skip }, async (context) => {
  const { page, open } = await openPages(context, { config: CONFIG })
  await row(page, 'web').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('worker 01')
  await page.getByText('1 shown').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^RUNNING/ }).click()
  const address = new URL(page.url())
  const other = await open(`/${address.hash}`)
  await other.getByText('1 shown').waitFor()
  await row(other, 'worker_01').waitFor()
  assert.equal(await row(other, 'web').count(), 0)
  assert.equal(await other.getByRole('searchbox').inputValue(), 'worker 01')
})

/** Holds every start of `web` back. */
const HOLD = `export default {
  name: 'hold',
  apply({ hooks }) {
    hooks.startDecision.tap('hold', ({ name }) => (name === 'web' ? { hold: 'waits for the database' } : undefined))
  },
}`

test('what a plugin holds back says why, and stops saying it when the hold ends', {
  skip,
}, async (context) => {
  const scratch = new Scratch()
  const file = scratch.write('hold.mjs', HOLD)
  const { page, daemon, complaints } = await openPages(context, {
    scratch,
    config: `[plugin:hold]\nmodule=${file}\n[program:web]\ncommand=sleep 1000\nstartsecs=0\nautostart=false\n`,
  })
  await row(page, 'web').getByRole('button', { name: /Start/ }).click()
  await row(page, 'web').getByText('held: waits for the database').waitFor()
  await row(page, 'web').getByRole('link', { name: 'web', exact: true }).click()
  await page.locator('.facts').getByText('held: waits for the database').waitFor()
  await daemon.call('stopProcess', 'web')
  await page.getByText('held: waits for the database').waitFor({ state: 'detached' })
  assert.deepEqual(complaints, [])
})

test('on a phone the list of events has more than half of the screen, and whole lines', {
  skip,
}, async (context) => {
  const { page, daemon } = await openPages(context, {
    config: '[program:web]\ncommand=sleep 1000\nstartsecs=0\nautostart=false\n',
    path: '/#/events',
    context: { viewport: { width: 360, height: 740 }, locale: 'en-US' },
  })
  const list = page.getByRole('log', { name: 'Events' })
  await page.getByText('Nothing has happened since').waitFor()
  await daemon.call('startProcess', 'web')
  const event = list.locator('.event').filter({ hasText: 'PROCESS_STATE_RUNNING' })
  await event.waitFor()
  const heights = await event.evaluate((element) => ({
    row: element.clientHeight,
    content: element.scrollHeight,
    list: element.closest('.table')?.clientHeight ?? 0,
  }))
  assert.ok(heights.content <= heights.row, JSON.stringify(heights))
  assert.ok(heights.list > 370, JSON.stringify(heights))
})
