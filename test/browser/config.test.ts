// The configuration view: what a reread would change, and applying it to chosen groups.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPages, skip, untilToast } from './pages.js'

const program = (name: string, more = '') => `[program:${name}]
command=sleep 1000
startsecs=0
stopsignal=KILL
${more}
`

test('a reread is shown as a diff, and applied to the groups that were chosen', {
  skip,
}, async (context) => {
  const { page, url, daemon, complaints } = await openPages(context, {
    config: program('same') + program('changed', 'priority=5') + program('gone') + program('kept'),
    path: '/#/config',
  })
  await page.getByText('What runs is what the configuration says.').waitFor()
  const before = daemon.scratch.read('c.conf')
  const next = before
    .replace('priority=5', 'priority=7\nenvironment=PASSWORD="sesame"')
    .replace(program('gone'), '')
    .replace('[program:kept]\ncommand=sleep 1000', '[program:kept]\ncommand=sleep 2000')
  daemon.scratch.write('c.conf', next + program('fresh'))
  await page.getByRole('button', { name: 'Read again' }).click()
  const change = (name: string) =>
    page.locator('.change').filter({ has: page.getByText(name, { exact: true }) })
  await change('fresh').getByText('new').waitFor()
  await change('gone').getByText('removed').waitFor()
  const priority = change('changed').getByRole('row').filter({ hasText: 'priority' }).first()
  await priority.getByText('5', { exact: true }).waitFor()
  await priority.getByText('7', { exact: true }).waitFor()
  assert.ok(!(await page.content()).includes('sesame'))
  const { pid } = await daemon.info('kept')
  await page.getByRole('checkbox', { name: /^kept/ }).uncheck()
  await page.getByRole('button', { name: 'Apply to 3 groups' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await untilToast(page, '3 groups are as the configuration says')
  await change('gone').waitFor({ state: 'detached' })
  await change('kept').waitFor()
  assert.equal(await page.locator('.change').count(), 1)
  assert.equal((await daemon.info('kept')).pid, pid)
  assert.equal((await daemon.info('fresh')).statename, 'RUNNING')
  assert.ok('fault' in (await daemon.call('getProcessInfo', 'gone')))
  await page.goto(`${url}/#/programs`)
  await page.getByRole('link', { name: 'fresh', exact: true }).waitFor()
  await page.getByRole('link', { name: 'gone', exact: true }).waitFor({ state: 'detached' })
  assert.deepEqual(complaints, [])
})

test('a configuration that cannot be used shows all that is wrong with it', { skip }, async (context) => {
  const { page, daemon } = await openPages(context, { config: program('web'), path: '/#/config' })
  await page.getByText('What runs is what the configuration says.').waitFor()
  const good = daemon.scratch.read('c.conf')
  daemon.scratch.write('c.conf', good.replace('startsecs=0', 'startsecs=soon\nnumprocs=many'))
  await page.getByRole('button', { name: 'Read again' }).click()
  const error = page.getByRole('alert')
  await error.getByText(/startsecs/).waitFor()
  await error.getByText(/numprocs/).waitFor()
  assert.equal(await page.getByRole('button', { name: /^Apply/ }).isDisabled(), true)
  daemon.scratch.write('c.conf', good + program('fresh'))
  await page.getByRole('button', { name: 'Read again' }).click()
  await error.waitFor({ state: 'detached' })
  const apply = page.getByRole('button', { name: 'Apply to 1 groups' })
  assert.equal(await apply.isDisabled(), false)
  // What is still shown is of a file that is no more.
  daemon.scratch.write('c.conf', good.replace('startsecs=0', 'startsecs=soon'))
  await page.getByRole('button', { name: 'Read again' }).click()
  await error.waitFor()
  assert.equal(await apply.isDisabled(), true)
})
