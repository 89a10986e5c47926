// The first page in a browser, on loopback: when its table is there, and how much came over the wire for it. In turn
// with Supervisor's own page, which has no figures, no logs and no life in it.

import { type Browser, chromium } from 'playwright-core'
import { freePort } from '../../support/address.js'
import { CHROMIUM } from '../../support/systems.js'
import { type BenchCase, type Figures, median, withDaemon } from '../bench-case.js'

const CONFIG = '[program:p]\ncommand=sleep 100000\nstartsecs=0\nnumprocs=20\nprocess_name=p_%(process_num)02d'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Supervisor's rows, or the live ones. Text, because what runs in the page is of another world than this file. */
const WATCH = (selector: string) => `
  new MutationObserver((_, observer) => {
    if (document.querySelector(${JSON.stringify(selector)}) === null) return
    observer.disconnect()
    globalThis.firstTableAt = performance.now()
  }).observe(document, { subtree: true, childList: true })`

const ROWS = { supervisor: 'a[href^="tail.html"]', reeve: '.row.program .name' } as const

export const WEB_UI: BenchCase = {
  name: 'web-ui',
  pairs: 3,
  rows: [
    { figure: 'milliseconds', title: 'first table in a browser', unit: 'ms', target: { below: 300 } },
    { figure: 'kilobytes', title: 'first load, compressed', unit: 'kB', target: { below: 120 } },
  ],
  async measure(kind, size) {
    const port = await freePort()
    return withDaemon(
      { kind, config: `[inet_http_server]\nport=127.0.0.1:${port}\n${CONFIG}` },
      async (daemon) => {
        await daemon.log.waitFor(/success: p_\d+ entered RUNNING/, 20)
        const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
        try {
          const visits: Figures[] = []
          // The first one warms the browser up and does not count.
          for (let visit = 0; visit < (size === 'full' ? 6 : 2); visit += 1) {
            visits.push(await visitOnce(browser, `http://127.0.0.1:${port}/`, ROWS[kind]))
          }
          const middle = (name: string) => median(visits.slice(1).map((one) => one[name] ?? Number.NaN))
          return { milliseconds: middle('milliseconds'), kilobytes: middle('kilobytes') }
        } finally {
          await browser.close()
        }
      },
    )
  },
}

/** By somebody who was never here. */
async function visitOnce(browser: Browser, url: string, rows: string): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  try {
    const page = await context.newPage()
    await page.addInitScript(WATCH(rows))
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    const lengths = new Map<string, number>()
    session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
      lengths.set(requestId, (lengths.get(requestId) ?? 0) + encodedDataLength)
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      lengths.set(requestId, encodedDataLength)
    })
    await page.goto(url)
    await page.locator(rows).first().waitFor()
    const milliseconds = Number(await page.evaluate('globalThis.firstTableAt'))
    const bytes = [...lengths.values()].reduce((sum, one) => sum + one, 0)
    return { milliseconds, kilobytes: bytes / 1000 }
  } finally {
    await context.close()
  }
}
