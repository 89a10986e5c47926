// WCAG AA, as far as axe-core can tell, in light and dark, on a desk and on a phone, with dialogs open too.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { openPages, skip } from './pages.js'

const CONFIG = `[program:web]
command=sh -c "printf '\\033[31mred\\033[32m green \\033[43m on yellow \\033[38;5;21m blue\\033[0m plain\\n2026-01-01 10:00:00 timed\\n'; exec sleep 1000"
process_name=web_%(process_num)d
numprocs=2
startsecs=0
[program:crash]
command=sh -c "echo boom >&2; exit 3"
startsecs=30
startretries=0
[program:idle]
command=sleep 1000
autostart=false
[eventlistener:stuck]
command=node -e 'process.stdout.write("READY\\n"); process.stdin.resume()'
events=PROCESS_STATE`

const BOTH = ['web:web_0/stdout', 'web:web_1/stdout']
const log = (page: Page, name: string) => page.getByRole('log', { name, exact: true })

/** What shows that the view is complete. */
const VIEWS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['programs', (page) => page.getByText('FATAL', { exact: true }).first().waitFor()],
  ['process/crash', (page) => page.locator('pre').getByText('boom').waitFor()],
  [
    'logs/web:web_0/web:web_1',
    async (page) => {
      for (const name of BOTH) await log(page, name).getByText('plain').waitFor()
    },
  ],
  [
    'logs/web:web_0/web:web_1?merged=1&wrap=1',
    (page) => log(page, BOTH.join(', ')).getByText('plain').nth(1).waitFor(),
  ],
  ['events', (page) => page.getByText('stuck').first().waitFor()],
  ['config', (page) => page.getByText('gone').first().waitFor()],
  ['plugins', (page) => page.getByText('web-ui').first().waitFor()],
]

const SIZES = { desk: { width: 1400, height: 900 }, phone: { width: 360, height: 740 } } as const

for (const colorScheme of ['light', 'dark'] as const) {
  for (const size of ['desk', 'phone'] as const) {
    test(`axe-core finds nothing to complain about: ${colorScheme}, ${size}`, { skip }, async (context) => {
      const { page, url, daemon } = await openPages(context, {
        config: `${CONFIG}\n[program:gone]\ncommand=sleep 1000\nenvironment=A="b"`,
        context: { colorScheme, viewport: SIZES[size], reducedMotion: 'reduce' },
      })
      await daemon.until('crash', 'FATAL')
      const config = daemon.scratch.read('c.conf')
      daemon.scratch.write(
        'c.conf',
        `${config.slice(0, config.indexOf('[program:gone]'))}\n[program:new]\ncommand=true`,
      )
      await page.evaluate(axe.source)
      const found: string[] = []
      for (const [view, isThere] of VIEWS) {
        await page.goto(`${url}/#/${view}`)
        await isThere(page)
        found.push(...(await violations(page, view)))
        if (size === 'phone') found.push(...(await overflows(page, view)))
      }
      await page.goto(`${url}/#/programs`)
      await page.getByRole('checkbox', { name: 'Mark web', exact: true }).check()
      await page.getByRole('button', { name: 'Stop', exact: true }).click()
      found.push(...(await violations(page, 'question')))
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
      found.push(...(await violations(page, 'help')))
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      found.push(...(await violations(page, 'palette')))
      await page.keyboard.press('Escape')
      // A failure stays in sight.
      await page.getByRole('button', { name: 'Start crash' }).click()
      await page.locator('.toast.failed').waitFor()
      found.push(...(await violations(page, 'toast')))
      assert.deepEqual(found, [])
    })
  }
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function violations(page: Page, view: string): Promise<string[]> {
  const { violations } = await page.evaluate(async (values) => {
    const { axe: here } = globalThis as unknown as { axe: typeof axe }
    return here.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
  }, RULES)
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ html, any }) => `${view}: ${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
  )
}

/** A phone scrolls down, not sideways. */
async function overflows(page: Page, view: string): Promise<string[]> {
  const by = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return by > 0 ? [`${view} is ${by} pixels too wide`] : []
}
