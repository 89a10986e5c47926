// A daemon with pages, and a browser that looks at them, for the length of one test.

import { after, type TestContext } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { freePort } from '../support/address.js'
import { type Daemon, startDaemon } from '../support/daemon.js'
import { Scratch } from '../support/scratch.js'
import { CHROMIUM, skipUnless } from '../support/systems.js'
import { DEADLINE_MS } from '../support/wait.js'

/** Why there can be no browser here; false where there is one. */
export const skip = skipUnless('reeve', 'chromium')

/** A page of nobody, to begin with where the visit itself is looked at. */
export const BLANK = 'about:blank'

export interface Opened {
  readonly daemon: Daemon
  readonly url: string
  readonly browser: Browser
  readonly page: Page
  /** What the page complained about: errors, refused requests, violations of its policy. */
  readonly complaints: string[]
  /** Every address that any page asked for. */
  readonly requests: string[]
  /** Another page of the same browser, as another visitor sees it. */
  open(path?: string, options?: BrowserContextOptions): Promise<Page>
}

export interface PagesOptions {
  readonly config: string
  /** More keys of [inet_http_server]. */
  readonly server?: string
  readonly scratch?: Scratch
  readonly path?: string
  readonly context?: BrowserContextOptions
  readonly scheme?: 'http' | 'https'
}

/** Nothing of the browser's own goes out, and each browser forgets everything. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(...more: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS, ...more] })
}

/** One for all tests of a file: each visit has a context of its own, which knows nothing of the others. */
let shared: Promise<Browser> | undefined

function sharedBrowser(): Promise<Browser> {
  shared ??= launch()
  return shared
}

after(async () => {
  await (await shared)?.close()
})

export async function openPages(context: TestContext, options: PagesOptions): Promise<Opened> {
  const address = { host: '127.0.0.1', port: await freePort() }
  const scratch = options.scratch ?? new Scratch()
  context.after(() => scratch.remove())
  const daemon = await startDaemon({
    kind: 'reeve',
    scratch,
    config: `[inet_http_server]\nport=127.0.0.1:${address.port}\n${options.server ?? ''}\n${options.config}`,
  })
  context.after(() => daemon.close())
  const browser = await sharedBrowser()
  const url = `${options.scheme ?? 'http'}://127.0.0.1:${address.port}`
  const complaints: string[] = []
  const requests: string[] = []
  const open = async (path = '/', more: BrowserContextOptions = {}) => {
    const visit = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      ...options.context,
      ...more,
    })
    context.after(() => visit.close())
    visit.setDefaultTimeout(DEADLINE_MS)
    const page = await visit.newPage()
    page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('request', (request) => requests.push(request.url()))
    await page.addInitScript(keepToasts)
    await page.goto(path === BLANK ? path : `${url}${path}`)
    return page
  }
  return { daemon, url, browser, complaints, requests, open, page: await open(options.path) }
}

const HEADINGS: Readonly<Record<string, string>> = {
  logs: 'Logs',
  events: 'Events',
  config: 'Configuration',
  plugins: 'Plugins',
}

/** Goes to a view, such as `logs/web`, and waits until it is drawn. */
export async function openView(page: Page, url: string, path: string): Promise<void> {
  const [view = '', name] = path.split('/')
  await page.goto(`${url}/#/${path}`)
  const heading = { level: 1, name: HEADINGS[view] ?? name ?? '', exact: true }
  await page.getByRole('heading', heading).waitFor({ state: 'attached' })
}

interface Told {
  toasts: string[]
}

/** Runs in the page: what it told in passing, which may be over before a test looks. */
function keepToasts(): void {
  const told: Told = { toasts: [] }
  Object.assign(globalThis, told)
  const seen = new WeakSet<Element>()
  new MutationObserver(() => {
    for (const toast of document.querySelectorAll('.toast')) {
      if (!seen.has(toast)) told.toasts.push(toast.querySelector('span')?.textContent ?? '')
      seen.add(toast)
    }
  }).observe(document, { subtree: true, childList: true })
}

/** Waits for a message of what an action came to, and takes it. */
export async function untilToast(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const { toasts } = globalThis as unknown as Told
    const index = toasts.indexOf(wanted)
    return index >= 0 && toasts.splice(index, 1)
  }, text)
}

/** The row of a process in the table. */
export function row(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
}
