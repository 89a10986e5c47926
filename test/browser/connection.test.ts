// What a page hears of its daemon: while it is in sight, when nothing answers, by addresses and names of any kind.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Daemon } from '../support/daemon.js'
import { waitFor } from '../support/wait.js'
import { BLANK, openPages, openView, row, skip } from './pages.js'

const CONFIG = `[program:web]
command=sleep 1000
startsecs=0
[program:talk]
command=cat
startsecs=0
`

const connection = (page: Page) => page.locator('.connection')

async function openStreams(daemon: Daemon): Promise<number> {
  const { body } = await daemon.http('GET', '/api/v1')
  return (JSON.parse(body.toString()) as { streams: { open: number } }).streams.open
}

/** As a browser does when another tab is chosen, and when this one is again. */
function setHidden(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}

/** Does something while the page is out of sight and hears nothing. */
async function unseen(page: Page, daemon: Daemon, work: () => Promise<unknown>): Promise<void> {
  await setHidden(page, true)
  await waitFor(async () => (await openStreams(daemon)) === 0, { what: 'the streams of the page to end' })
  await work()
  await setHidden(page, false)
}

test('a page out of sight keeps no connection, and knows what it missed when it is seen again', {
  skip,
}, async (context) => {
  const { page, url, daemon } = await openPages(context, { config: CONFIG })
  await connection(page).getByText('live').waitFor()
  await unseen(page, daemon, () => daemon.ask('stopProcess', 'web'))
  await row(page, 'web').getByText('STOPPED').waitFor()
  await connection(page).getByText('live').waitFor()

  await openView(page, url, 'events')
  await page.getByText('Nothing has happened since').waitFor()
  await unseen(page, daemon, () => daemon.ask('sendRemoteCommEvent', 'while', 'nobody looked'))
  await page.getByText('nobody looked').waitFor()

  await openView(page, url, 'logs/talk')
  const log = page.getByRole('log', { name: 'talk/stdout', exact: true })
  await daemon.ask('sendProcessStdin', 'talk', 'in sight\n')
  await log.getByText('in sight').waitFor()
  await unseen(page, daemon, () => daemon.ask('sendProcessStdin', 'talk', 'out of sight\n'))
  await log.getByText('out of sight').waitFor()
  await daemon.ask('sendProcessStdin', 'talk', 'seen again\n')
  await log.getByText('seen again').waitFor()
  assert.equal(await log.getByText('out of sight').count(), 1)
})

test('a daemon that stands still makes the page stale, though no connection ends', {
  skip,
}, async (context) => {
  const { page, url, daemon } = await openPages(context, { config: CONFIG, path: BLANK })
  await page.clock.install()
  await page.goto(url)
  await connection(page).getByText('live').waitFor()
  daemon.signal('SIGSTOP')
  try {
    await page.clock.fastForward(61_000)
    await page.clock.fastForward(11_000)
    await connection(page)
      .getByText(/stale since \d/)
      .waitFor()
  } finally {
    daemon.signal('SIGCONT')
  }
  await connection(page).getByText('live').waitFor()
})

test('an address with user and password shows pages that work', { skip }, async (context) => {
  const { page, url, complaints } = await openPages(context, {
    config: CONFIG,
    server: 'username=op\npassword=sesame',
    path: BLANK,
  })
  await page.goto(url.replace('//', '//op:sesame@'))
  await page.getByRole('button', { name: 'Stop web', exact: true }).click()
  await row(page, 'web').getByText('STOPPED').waitFor()
  assert.deepEqual(complaints, [])
})

test('a name with a comma spoils nothing for the others', { skip }, async (context) => {
  const { page, url, daemon, complaints } = await openPages(context, {
    config: `${CONFIG}[program:a,b]\ncommand=cat\nstartsecs=0\n`,
  })
  await row(page, 'a,b').getByText('RUNNING').waitFor()
  await page.locator('.sparkline').first().waitFor({ state: 'attached' })
  await openView(page, url, `logs/${encodeURIComponent('a,b')}/talk`)
  for (const name of ['a,b', 'talk']) {
    await page.getByRole('log', { name: `${name}/stdout`, exact: true }).waitFor()
    await daemon.ask('sendProcessStdin', name, `to ${name}\n`)
    await page.getByText(`to ${name}`, { exact: true }).waitFor()
  }
  assert.deepEqual(complaints, [])
})
