// The log viewer: following, searching, jumping, old files, long logs, several of them.

import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { Scratch } from '../support/scratch.js'
import { waitFor } from '../support/wait.js'
import { openPages, skip } from './pages.js'

/** A program that writes what it is told to, behind what the test has written already. */
function programOf(name: string, file: string, more = ''): string {
  return `[program:${name}]\ncommand=cat\nstartsecs=0\nstdout_logfile=${file}\n${more}\n`
}

const lines = (page: Page, name: string) => page.getByRole('log', { name, exact: true })

test('a log is followed, paused, coloured, wrapped and downloaded', { skip }, async (context) => {
  const scratch = new Scratch()
  const file = scratch.write('web.log', '\x1b[31mred\x1b[0m \x1b[38;5;208morange\x1b[0m plain\n')
  const { page, daemon, complaints } = await openPages(context, {
    scratch,
    config: programOf('web', file),
    path: '/#/logs/web',
  })
  const log = lines(page, 'web/stdout')
  await log.getByText('red', { exact: true }).waitFor()
  assert.match(String(await log.getByText('red', { exact: true }).getAttribute('class')), /ansi-red/)
  const colours = await Promise.all(
    ['orange', 'plain'].map((text) =>
      log.getByText(text).evaluate((element) => getComputedStyle(element).color),
    ),
  )
  assert.notEqual(colours[0], colours[1])
  await daemon.ask('sendProcessStdin', 'web', 'written later\n')
  await log.getByText('written later').waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await daemon.ask('sendProcessStdin', 'web', 'while paused\n')
  await page.getByRole('button', { name: 'Follow' }).click()
  await log.getByText('while paused').waitFor()
  await daemon.ask('sendProcessStdin', 'web', `${'wide '.repeat(1_000)}\n`)
  await log.getByText(/wide wide/).waitFor()
  const width = () => log.evaluate((element) => element.scrollWidth - element.clientWidth)
  assert.ok((await width()) > 1_000)
  await page.getByRole('checkbox', { name: 'Wrap' }).check()
  await page.waitForFunction(() => {
    const element = document.querySelector('.lines.wrapped')
    return element !== null && element.scrollWidth <= element.clientWidth
  })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  assert.equal(statSync(await download.path()).size, statSync(file).size)
  assert.deepEqual(complaints, [])
})

/** 100 bytes each, with the time of each: one every second. */
const BEGIN = Date.UTC(2026, 0, 1)
const LINE_BYTES = 100
const COUNT = 1_000_000

function longLog(): Buffer {
  const log = Buffer.alloc(COUNT * LINE_BYTES, '.')
  for (let index = 0; index < COUNT; index++) {
    const time = new Date(BEGIN + index * 1000).toISOString()
    log.write(`${time} line ${index} `, index * LINE_BYTES, 'latin1')
    log[(index + 1) * LINE_BYTES - 1] = 0x0a
  }
  log.write(' NEEDLE ', 500_000 * LINE_BYTES + 60, 'latin1')
  return log
}

test('a log of 100 MB is searched, and moments in it found, without a freeze', { skip }, async (context) => {
  const scratch = new Scratch()
  const file = scratch.write('long.log', longLog())
  const { page, complaints } = await openPages(context, {
    scratch,
    config: programOf('long', file, 'stdout_logfile_maxbytes=0'),
    path: '/#/logs/long',
    context: { timezoneId: 'UTC' },
  })
  await page.evaluate(() => {
    Object.assign(globalThis, { longest: 0 })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        Object.assign(globalThis, {
          longest: Math.max((globalThis as never as { longest: number }).longest, duration),
        })
      }
    }).observe({ entryTypes: ['longtask'] })
  })
  const log = lines(page, 'long/stdout')
  await log.getByText(`line ${COUNT - 1} `).waitFor()
  // Far beyond what is loaded, upwards and then down again from there.
  const search = page.getByRole('searchbox', { name: 'Search' })
  await search.fill('needle')
  await search.press('Enter')
  await log.locator('.target').getByText('NEEDLE').waitFor()
  await log.getByText('line 500000 ').waitFor()
  await search.fill('line 700123 ')
  await search.press('Shift+Enter')
  await log.locator('.target').getByText('line 700123').waitFor()
  await search.fill('not to be found')
  await search.press('Enter')
  await page.getByText('Not found').waitFor()
  // A moment: line 86,400 is a day after the first.
  await page.getByLabel('Go to a time').fill('2026-01-02T00:00:00')
  await log.locator('.target').getByText('line 86400 ').waitFor()
  // On from there by scrolling, and to the end.
  await log.hover()
  await page.mouse.wheel(0, 30_000)
  await log
    .getByText(/line 8[789]\d\d\d /)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'To the end' }).click()
  await log.getByText(`line ${COUNT - 1} `).waitFor()
  assert.ok((await log.locator('.line').count()) < 200)
  const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest)
  context.diagnostic(`100 MB: the longest task ${longest} ms`)
  assert.ok(longest < 2_000, `${longest} ms`)
  assert.deepEqual(complaints, [])
})

test('moments are found on both sides of lines without a time; a match in what is not shown says so', {
  skip,
}, async (context) => {
  const scratch = new Scratch()
  const timed = (first: number) =>
    Array.from({ length: 2_000 }, (_, index) => {
      const at = new Date(Date.UTC(2026, 0, 1) + (first + index) * 1_000).toISOString()
      return `${at} line ${first + index} of the log of a program that tells when\n`
    }).join('')
  const trace = '    at somewhere (in/a/file/with/a/rather/long/name/of/the/program.js:10:20)\n'.repeat(9_000)
  const wide = `wide${' '.repeat(21_000)}needle\n`
  const file = scratch.write('traces.log', `${timed(0)}${wide}${trace}${timed(2_000)}`)
  const { page, complaints } = await openPages(context, {
    scratch,
    config: programOf('traces', file, 'stdout_logfile_maxbytes=0'),
    path: '/#/logs/traces',
    context: { timezoneId: 'UTC' },
  })
  const log = lines(page, 'traces/stdout')
  await log.getByText('line 3999 ').waitFor()
  for (const [moment, line] of [
    ['2026-01-01T00:05:00', 300],
    ['2026-01-01T00:50:00', 3_000],
    ['2026-01-01T00:33:20', 2_000],
  ] as const) {
    await page.getByLabel('Go to a time').fill(moment)
    await log.locator('.target').getByText(`line ${line} `).waitFor()
  }
  const search = page.getByRole('searchbox', { name: 'Search' })
  await search.fill('needle')
  await search.press('Enter')
  await page.getByText('Found in a part of the line that is not shown').waitFor()
  assert.deepEqual(complaints, [])
})

/** The lines on the page, from above to below, by their numbers. */
const shownNumbers = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.line')]
      .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
      .map((line) => Number(/^number (\d+)/.exec(line.textContent ?? '')?.[1])),
  )

test('what a followed log dropped for new lines is read again, without a gap, in both directions', {
  skip,
}, async (context) => {
  const scratch = new Scratch()
  const file = scratch.at('busy.log')
  // Some lines have characters of two bytes, some have a byte that is no UTF-8.
  const print = `print "number " ++n (n % 3 ? "" : " ä") (n % 5000 ? "" : " \\377")`
  const script = scratch.write(
    'busy.sh',
    `n=0\nwhile read -r count\ndo awk -v n=$n -v count=$count 'BEGIN { for (; count > 0; count--) ${print} }'\nn=$((n + count))\ndone\n`,
  )
  const { page, daemon, complaints } = await openPages(context, {
    scratch,
    config: `[program:busy]\ncommand=sh ${script}\nstartsecs=0\nstdout_logfile=${file}\nstdout_logfile_maxbytes=0\n`,
    path: '/#/logs/busy',
  })
  const log = lines(page, 'busy/stdout')
  const write = (count: number) => daemon.ask('sendProcessStdin', 'busy', `${count}\n`)
  await write(4_000)
  await log.getByText('number 4000', { exact: true }).waitFor()
  await page.reload()
  await log.getByText('number 4000', { exact: true }).waitFor()
  let last = 4_000
  for (const count of [30_000, 25_000, 1]) {
    last += count
    await write(count)
    await log.getByText(`number ${last}`).first().waitFor()
  }
  /** Everything in sight follows each other; gives the first. */
  const assertWhole = async () => {
    // What is loaded may end in the middle of a line.
    const numbers = (await shownNumbers(page)).slice(0, -1)
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => Number(numbers[0]) + index),
    )
    return Number(numbers[0])
  }
  const scrollTo = (top: number) => log.evaluate((element, to) => element.scrollTo({ top: to }), top)
  // Lines are drawn as they come: the end is there when the last one is the lowest.
  await waitFor(async () => (await shownNumbers(page)).at(-1) === last, { what: 'the last line' })
  let first = await assertWhole()
  await scrollTo(0)
  while (first > 1) {
    // The line that was the first is in sight with those that were loaded before it, or they are the first by now.
    await page.waitForFunction((before) => {
      const texts = [...document.querySelectorAll('.line')].map((line) => line.textContent ?? '')
      const all = texts.map((text) => Number(/^number (\d+)/.exec(text)?.[1]))
      return all.length > 0 && Math.min(...all) < before
    }, first)
    first = await assertWhole()
    await scrollTo(0)
  }
  // And back to the end, of which the last lines had to go.
  while (!(await shownNumbers(page)).includes(last)) {
    await log.evaluate((element) => element.scrollTo({ top: element.scrollTop + 200_000 }))
    await page.waitForFunction(() => document.querySelectorAll('.line').length > 20)
    await assertWhole()
  }
  assert.deepEqual(complaints, [])
})

test('one goes back through rotated files', { skip }, async (context) => {
  const scratch = new Scratch()
  const file = scratch.write('web.log', 'written today\n')
  scratch.write('web.log.1', 'written yesterday\n')
  scratch.write('web.log.2', 'written long ago\n')
  const { page } = await openPages(context, { scratch, config: programOf('web', file), path: '/#/logs/web' })
  const log = lines(page, 'web/stdout')
  await log.getByText('written today').waitFor()
  await page.getByRole('button', { name: 'Older file' }).click()
  await log.getByText('written yesterday').waitFor()
  await page.getByRole('combobox', { name: 'File' }).selectOption('2')
  await log.getByText('written long ago').waitFor()
  await page.getByRole('combobox', { name: 'File' }).selectOption('0')
  await log.getByText('written today').waitFor()
})

test('several logs stand side by side, or are merged by the times of their lines', {
  skip,
}, async (context) => {
  const scratch = new Scratch()
  const one = scratch.write('one.log', '2026-01-01 10:00:01 first\n2026-01-01 10:00:03 third\n')
  const other = scratch.write('other.log', '2026-01-01 10:00:02 second\n  and its trace\n')
  const { page, daemon } = await openPages(context, {
    scratch,
    config: programOf('one', one) + programOf('other', other),
    path: '/#/logs/one',
  })
  await lines(page, 'one/stdout').getByText('third').waitFor()
  await page.getByRole('combobox', { name: 'Add a log' }).selectOption('other/stdout')
  await lines(page, 'other/stdout').getByText('second').waitFor()
  await page.getByRole('combobox', { name: 'Add a log' }).selectOption('daemon')
  await lines(page, 'daemon')
    .getByText(/supervisord started/)
    .waitFor()
  await page.getByRole('button', { name: 'Close daemon' }).click()
  await page.getByRole('checkbox', { name: 'As one' }).check()
  const merged = lines(page, 'one/stdout, other/stdout')
  await merged.getByText('third').waitFor()
  const order = (await merged.locator('.line').allTextContents()).map((text) => text.replace(/.*\d /, ''))
  assert.deepEqual(order, ['first', 'second', '  and its trace', 'third'])
  await daemon.ask('sendProcessStdin', 'other', '2026-01-01 10:00:04 fourth\n')
  await merged.getByText('fourth').waitFor()
})
