// What can be done from the table: on one, on what is marked, on a group, on all; by mouse and by keys alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../support/wait.js'
import { openPages, row, skip, untilToast } from './pages.js'

const CONFIG = `[program:web]
command=sleep 1000
startsecs=0
[program:idle]
command=sleep 1000
startsecs=0
autostart=false
[program:missing]
command=/no/such/program
autostart=false
startretries=0
[program:hup]
command=sh -c "trap 'echo got HUP' HUP; echo ready; while :; do sleep 0.1; done"
process_name=hup_%(process_num)d
numprocs=2
startsecs=0
[program:worker]
command=sleep 1000
process_name=worker_%(process_num)d
numprocs=3
startsecs=0
[group:backend]
programs=worker`

const button = (name: string) => ['button', { name, exact: true }] as const

test('one program is started and stopped: shown at once, then as it came out', {
  skip,
}, async (context) => {
  const { page, daemon, complaints } = await openPages(context, { config: CONFIG })
  const idle = row(page, 'idle')
  await idle.getByText('STOPPED').waitFor()
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/actions', async (route) => {
    await answered
    await route.continue()
  })
  await page.getByRole(...button('Start idle')).click()
  await idle.getByText('starting').waitFor()
  assert.equal((await daemon.info('idle')).statename, 'STOPPED')
  answer()
  await idle.getByText('RUNNING').waitFor()
  await untilToast(page, 'Start: done for 1')
  await page.getByRole(...button('Stop idle')).click()
  await idle.getByText('STOPPED').waitFor()
  const { pid } = await daemon.info('web')
  await page.getByRole(...button('Restart web')).click()
  await row(page, 'web')
    .locator('.pid')
    .filter({ hasNotText: String(pid) })
    .getByText(/\d/)
    .waitFor()
  await page.getByRole(...button('Start missing')).click()
  await page
    .getByText(/^Start failed. missing: .*\/no\/such\/program|^Start failed. missing: NO_FILE/)
    .waitFor()
  await row(page, 'missing').getByText('FATAL').or(row(page, 'missing').getByText('STOPPED')).waitFor()
  assert.deepEqual(complaints, [])
})

test('a program that always ends at once can be stopped between two runs, by its row and among others', {
  skip,
}, async (context) => {
  const { page, daemon, complaints } = await openPages(context, {
    config: `[program:idle]
command=sleep 1000
autostart=false
[program:loop]
command=/bin/true
startsecs=0
autorestart=true`,
  })
  const stop = page.getByRole(...button('Stop loop'))
  const isBetween = async () => {
    await daemon.logged(/respawning too fast: loop/)
    await row(page, 'loop').getByText('EXITED').waitFor()
    await stop.waitFor()
  }
  const isStopped = async () => {
    await page.getByRole(...button('Start loop')).waitFor()
    assert.deepEqual(await daemon.ask('stopProcessGroup', 'loop'), [])
  }
  await isBetween()
  await stop.click()
  await isStopped()

  await daemon.ask('startProcess', 'loop')
  await isBetween()
  for (const name of ['loop', 'idle']) await page.getByRole('checkbox', { name: `Mark ${name}` }).check()
  await page.keyboard.press('x')
  await isStopped()
  await page.getByText('Stop: done for 1').first().waitFor()

  // A mark goes with the program.
  await page.getByText('2 marked').waitFor()
  assert.equal(await daemon.ask('removeProcessGroup', 'loop'), true)
  await page.getByText('1 marked').waitFor()
  assert.deepEqual(complaints, [])
})

test('what is marked gets a signal, and loses its logs only when that was confirmed', {
  skip,
}, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG })
  const log = async (name = 'hup:hup_0') => String(await daemon.ask('readProcessStdoutLog', name, 0, 0))
  for (const name of ['hup:hup_0', 'hup:hup_1']) {
    // From then on it takes a HUP.
    await waitFor(async () => (await log(name)).includes('ready'), { what: `${name} to be ready` })
    await page.getByRole('checkbox', { name: `Mark ${name}` }).check()
  }
  await page.getByText('2 marked').waitFor()
  await page.getByRole('combobox', { name: 'Which signal' }).selectOption('HUP')
  await page.getByRole(...button('Signal')).click()
  await untilToast(page, 'Signal: done for 2')
  const clear = page.getByRole(...button('Clear logs'))
  await clear.click()
  await page.getByRole('dialog', { name: 'Clear logs: 2 processes' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.ok((await log()).includes('ready'))
  assert.equal(await clear.evaluate((element) => element === document.activeElement), true)
  await clear.click()
  await page
    .getByRole('dialog')
    .getByRole(...button('Clear logs'))
    .click()
  await untilToast(page, 'Clear logs: done for 2')
  assert.ok(!(await log()).includes('ready'))
  await page.getByRole(...button('Unmark')).click()
  await page.getByText('9 shown').or(page.getByText('8 shown')).waitFor()
})

test('a group and all programs are stopped when that was confirmed; a start means those that are down', {
  skip,
}, async (context) => {
  const { page } = await openPages(context, { config: CONFIG })
  await page.getByText('3 of 3 running').waitFor()
  await page.getByRole(...button('Stop backend')).click()
  const dialog = page.getByRole('dialog', { name: 'Stop: 3 processes' })
  await dialog.getByRole(...button('Stop')).click()
  await page.getByText('0 of 3 running').waitFor()
  await untilToast(page, 'Stop: done for 3')
  await page.getByRole(...button('Start backend:worker_1')).click()
  await page.getByText('1 of 3 running').waitFor()
  await page.getByRole(...button('Start backend')).click()
  await untilToast(page, 'Start: done for 2')
  await page.getByText('3 of 3 running').waitFor()
  await page.getByRole(...button('Stop')).click()
  await page
    .getByRole('dialog')
    .getByRole(...button('Stop'))
    .click()
  await page.getByRole('button', { name: 'STOPPED 8' }).waitFor()
  await untilToast(page, 'Stop: done for 6')
  assert.equal(await page.locator('.toast.failed').count(), 0)
})

test('everything can be done with the keyboard alone', { skip }, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG })
  const { keyboard } = page
  await row(page, 'web').getByText('RUNNING').waitFor()
  // Search, go there, act.
  await keyboard.press('/')
  await keyboard.type('idle')
  await keyboard.press('Enter')
  await keyboard.press('ArrowDown')
  await keyboard.press('s')
  await row(page, 'idle').getByText('RUNNING').waitFor()
  await keyboard.press('x')
  await row(page, 'idle').getByText('STOPPED').waitFor()
  // Mark two and act on both.
  await keyboard.press('/')
  await keyboard.type('hup_')
  await page.getByText('2 shown').waitFor()
  await keyboard.press('Escape')
  await keyboard.press('a')
  await page.getByText('2 marked').waitFor()
  await keyboard.press('x')
  await page.getByRole('dialog').waitFor()
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await untilToast(page, 'Stop: done for 2')
  await keyboard.press('Escape')
  await page.getByText('2 marked').waitFor({ state: 'detached' })
  await keyboard.press('ArrowDown')
  await keyboard.press(' ')
  await page.getByText('1 marked').waitFor()
  await keyboard.press('Escape')
  // Into the page of a process, and back.
  await keyboard.press('/')
  await keyboard.press('Backspace')
  await keyboard.type('web')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'web', exact: true }).waitFor()
  await keyboard.press('x')
  await page.locator('header .badge').getByText('STOPPED').waitFor()
  await keyboard.press('Escape')
  await page.getByRole('grid').waitFor()
  // Help and palette give the focus back to where it was.
  const logs = page.getByRole('link', { name: 'Logs', exact: true })
  await logs.focus()
  await keyboard.press('?')
  await page.getByRole('dialog').getByText('Mark all that are shown').waitFor()
  await keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(await logs.evaluate((element) => element === document.activeElement), true)
  await keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Type a command or a program' }).waitFor()
  await keyboard.type('start web')
  await page.getByRole('option', { name: 'Start web', selected: true }).waitFor()
  await keyboard.press('Enter')
  await daemon.until('web', 'RUNNING')
  await logs.focus()
  await keyboard.press('Enter')
  await page.getByText('Choose a log.').waitFor()
})

test('a key means what the view that is seen makes of it, from its first moment on', {
  skip,
}, async (context) => {
  const { page, daemon } = await openPages(context, { config: CONFIG })
  const link = page.getByRole('link', { name: 'web', exact: true })
  // The second visit has nothing to load first.
  await link.click()
  await page.getByRole('heading', { name: 'web', exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('checkbox', { name: 'Mark idle' }).check()
  await daemon.call('startProcess', 'idle')
  await row(page, 'idle').getByText('RUNNING').waitFor()
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('h1')?.textContent !== 'web') return
      observer.disconnect()
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true }))
    }).observe(document.body, { subtree: true, childList: true })
  })
  await link.click()
  await page.locator('header .badge').getByText('STOPPED').waitFor()
  assert.equal((await daemon.info('web')).statename, 'STOPPED')
  assert.equal((await daemon.info('idle')).statename, 'RUNNING')
})
