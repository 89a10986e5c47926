// The page of a process: what it does, why it ended, what it said last, what it uses, how it is configured.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPages, skip, untilToast } from './pages.js'

const CONFIG = `[program:crash]
command=sh -c "echo first words; printf '\\033[31mno\\033[0m database\\r\\n' >&2; exit 3"
startsecs=30
startretries=1
autostart=false
[program:web]
command=sh -c "trap 'echo got USR1' USR1; echo ready; while :; do sleep 0.1; done"
startsecs=0
environment=API_TOKEN="sesame",COLOUR="blue"
directory=/
`

test('the page of a process tells what happened to it, why, and what it said last', {
  skip,
}, async (context) => {
  const { page, daemon, complaints } = await openPages(context, { config: CONFIG, path: '/#/process/crash' })
  await page.getByText('Nothing has happened yet.').waitFor()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const history = page.getByRole('region', { name: 'History' })
  await history.getByText('start requested').waitFor()
  await history.getByText(/^exited with 3, .* after start; retry 1 of 1 in /).waitFor()
  await history.getByText(/^exited with 3, .* after start; all 1 retries failed$/).waitFor()
  await history.getByText(/^gave up: /).waitFor()
  await history.getByText('no database').nth(1).waitFor({ state: 'attached' })
  assert.equal(await history.getByText('no database').count(), 2)
  // Of a row of crashes the latest is open.
  assert.equal(await history.locator('details[open]').count(), 1)
  assert.ok(await history.getByText('no database').first().isVisible())
  await page.locator('header .badge').getByText('FATAL').waitFor()
  await page.getByText(/Start failed. crash: /).waitFor()
  await page.getByText('exit 3', { exact: true }).waitFor()
  // Of another one, and of one that there is not.
  await page.evaluate(() => {
    location.hash = '#/process/nobody'
  })
  await page.getByText('There is no process nobody.').waitFor()
  await daemon.call('startProcess', 'crash')
  assert.deepEqual(complaints, [])
})

test('the page of a process shows its configuration without secrets, charts and actions', {
  skip,
}, async (context) => {
  const { page, url, daemon, complaints } = await openPages(context, {
    config: CONFIG,
    path: '/#/process/web',
  })
  const configuration = page.getByRole('region', { name: 'Configuration in force' })
  await configuration.getByText('API_TOKEN, COLOUR').waitFor()
  await configuration
    .getByRole('row')
    .filter({ hasText: 'directory' })
    .getByText('/', { exact: true })
    .waitFor()
  assert.ok(!(await page.content()).includes('sesame'))
  const charts = page.getByRole('region', { name: 'The last 15 minutes' })
  await charts.getByText(/^CPU [\d.]+ %$/).waitFor()
  await charts.getByText(/^Memory [\d.]+ [KM]iB$/).waitFor()
  assert.equal(await charts.locator('canvas').count(), 2)
  await page
    .locator('.facts')
    .getByText(/^\d+:\d\d$/)
    .waitFor()
  await page.getByRole('combobox', { name: 'Which signal' }).selectOption('USR1')
  await page.getByRole('button', { name: 'Signal' }).click()
  await untilToast(page, 'Signal: done for 1')
  const { pid } = await daemon.info('web')
  await page.keyboard.press('r')
  await untilToast(page, 'Restart: done for 1')
  assert.notEqual((await daemon.info('web')).pid, pid)
  await page.getByRole('link', { name: 'web', exact: true }).click()
  assert.equal(page.url(), `${url}/#/programs?group=web`)
  assert.deepEqual(complaints, [])
})
