// Logs and names that try to be more than text stay text.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { Scratch } from '../support/scratch.js'
import { openPages, openView, skip, untilToast } from './pages.js'

const TAGS = `<script>globalThis.hacked=1</script><img src=x onerror="globalThis.hacked=2"><b>bold</b>`

/** Everything that a program can write to spite its readers. */
const HOSTILE = Buffer.concat([
  Buffer.from(`begin ${TAGS}\n`),
  Buffer.from('\x1b]0;new title\x07\x1b]8;;javascript:globalThis.hacked=3\x1b\\click\x1b]8;;\x1b\\ osc\n'),
  Buffer.from(`\x1b]0;never ends ${TAGS}\n`),
  Buffer.from('\x1b[2J\x1b[H\x1b[999;999H\x1b[?1049h cursor\n'),
  Buffer.from(`\x1b[31;"><script>globalThis.hacked=4</script>m\x1b[38;2;1;2;x;red;}m colour\n`),
  Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82, 0x20, 0xf0, 0x9f, 0x0a]),
  Buffer.from('\x00\x01\x02\x07\x08\x0b\x0c\x7f\x9b31m controls\n'),
  Buffer.from('\u202Egnp.exe\u202C \u2028 separators \u2029\n'),
  Buffer.from(`${'x'.repeat(1_048_576)}\n`),
  Buffer.from('progress 1%\rprogress 100%\n'),
  Buffer.from('the end\n'),
])

async function assertInert(page: Page): Promise<void> {
  // The classic page's own, until the daemon has told its name.
  await page.waitForFunction(() => document.title !== 'Supervisor Status')
  const found = await page.evaluate(() => ({
    hacked: (globalThis as { hacked?: number }).hacked,
    title: document.title,
    elements: document.querySelectorAll('#app :is(script, img, b, iframe, object, a[href^="javascript"])')
      .length,
  }))
  assert.deepEqual(found, { hacked: undefined, title: 'supervisor', elements: 0 })
}

test('a hostile log is shown as text, wrapped or not, merged or not', { skip }, async (context) => {
  const scratch = new Scratch()
  const file = scratch.write('bad.log', HOSTILE)
  const { page, complaints } = await openPages(context, {
    scratch,
    config: `[program:bad]\ncommand=sleep 1000\nstartsecs=0\nstdout_logfile=${file}\nstdout_logfile_maxbytes=0`,
    path: '/#/logs/bad',
  })
  const log = page.getByRole('log', { name: 'bad/stdout' })
  await log.getByText('the end').waitFor()
  await log.getByText('progress 100%', { exact: true }).waitFor()
  await assertInert(page)
  // Back to the beginning: the line of a megabyte lies between.
  const search = page.getByRole('searchbox', { name: 'Search' })
  await search.fill('begin <script')
  await search.press('Enter')
  await log.locator('.target').getByText('globalThis.hacked=1').waitFor()
  for (const text of ['osc', 'cursor', 'colour', 'controls', 'separators']) {
    await log.getByText(text).first().waitFor()
  }
  await assertInert(page)
  await page.getByRole('checkbox', { name: 'Wrap' }).check()
  await log.getByText('controls').waitFor()
  await assertInert(page)
  assert.deepEqual(complaints, [])
})

test('hostile names and output of programs are shown as text everywhere', { skip }, async (context) => {
  const { page, url, complaints } = await openPages(context, {
    config: `[program:<b><script>globalThis.hacked=5]
command=sh -c "echo '${TAGS.replaceAll('"', '')}' >&2; exit 3"
startretries=0
[program:q?a=b&c#d"'<b>]
command=sleep 1000
startsecs=0
[group:<script>globalThis.hacked=6]
programs=q?a=b&c#d"'<b>`,
  })
  const link = page.getByRole('link', { name: '<b><script>globalThis.hacked=5', exact: true })
  await page.getByText('FATAL', { exact: true }).waitFor()
  await assertInert(page)
  await link.click()
  await page
    .getByText(/hacked=1/)
    .first()
    .waitFor()
  await assertInert(page)
  await page.goto(`${url}/#/programs`)
  await page
    .getByRole('link', { name: /q\?a=b&c#d/ })
    .first()
    .click()
  await page.getByRole('heading', { name: /q\?a=b&c#d/ }).waitFor()
  await page.getByText('sleep 1000').waitFor()
  await page.getByRole('button', { name: 'Restart' }).click()
  await untilToast(page, 'Restart: done for 1')
  await page.keyboard.press('Control+k')
  await page
    .getByRole('option', { name: /hacked=6/ })
    .first()
    .waitFor()
  await assertInert(page)
  await page.keyboard.press('Escape')
  for (const view of ['logs/daemon', 'events', 'config', 'plugins']) {
    await openView(page, url, view)
    await assertInert(page)
  }
  assert.deepEqual(complaints, [])
})
