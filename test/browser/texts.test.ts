// English and Chinese: every text in both, chosen by the browser's language or by hand.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { transformSync } from 'esbuild'
import type { Page } from 'playwright-core'
import { repository } from '../support/systems.js'
import { openPages, skip } from './pages.js'

const CONFIG = `[program:web]
command=sleep 1000
process_name=web_%(process_num)d
numprocs=2
startsecs=0
[program:crash]
command=sh -c "echo boom >&2; exit 3"
startretries=0`

type Texts = Readonly<Record<string, string>>

async function textsOf(language: 'en' | 'zh'): Promise<Texts> {
  const file = join(repository, 'plugins', 'web-ui', 'browser', 'i18n', `${language}.ts`)
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm' })
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, Texts>
  return module[language] ?? {}
}

/** The same in every language: names that people type, and places of values. */
const NAMES: ReadonlySet<string> = new Set([
  'column.cpu',
  'column.pid',
  'process.stderr',
  'process.stdout',
  'programs.act',
])

test('every text has a translation with the same places, and none is left in English', async () => {
  const [en, zh] = [await textsOf('en'), await textsOf('zh')]
  assert.deepEqual(Object.keys(zh), Object.keys(en))
  const same = Object.keys(en).filter((key) => en[key] === zh[key])
  assert.deepEqual(new Set(same), NAMES)
  const places = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
  for (const key of Object.keys(en)) assert.deepEqual(places(zh[key]), places(en[key]), key)
  assert.ok(Object.values({ ...en, ...zh }).every((text) => text.trim() !== ''))
})

test('a Chinese browser gets Chinese in every view; who chooses another language keeps it', {
  skip,
}, async (context) => {
  const { page, url, complaints } = await openPages(context, {
    config: CONFIG,
    context: { locale: 'zh-CN' },
  })
  await page.getByRole('button', { name: '启动 web', exact: true }).waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh')
  const [en, zh] = [await textsOf('en'), await textsOf('zh')]
  const english = new Set(
    Object.keys(en)
      .filter((key) => !NAMES.has(key))
      .map((key) => en[key]),
  )
  for (const [view, key] of [
    ['programs', 'programs.title'],
    ['process/crash', 'process.history'],
    ['logs/daemon', 'logs.title'],
    ['events', 'events.title'],
    ['config', 'config.title'],
    ['plugins', 'plugins.title'],
  ] as const) {
    await page.goto(`${url}/#/${view}`)
    await page.getByRole('heading', { name: zh[key] ?? '' }).waitFor({ state: 'attached' })
    const left = (await wordsOf(page)).filter((text) => english.has(text))
    assert.deepEqual(left, [], view)
  }
  await page.getByRole('combobox', { name: '语言' }).selectOption('en')
  await page.getByRole('link', { name: 'Programs' }).waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Programs' }).waitFor()
  assert.deepEqual(complaints, [])
})

/** What is written on a page, and what is read out. */
function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode() !== null) words.push(walker.currentNode.textContent?.trim() ?? '')
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) words.push(element.getAttribute(name) ?? '')
    }
    return words
  })
}
