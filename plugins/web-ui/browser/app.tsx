// The frame around the views: name of the daemon, ways to the views, what stands above all of them.

import { useComputed } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { LANGUAGES, type Language, language, setLanguage, t } from './i18n/index.js'
import { useShortcuts } from './keyboard.js'
import { Banners } from './parts/banners.js'
import { Dialogs } from './parts/dialog.js'
import { Help, openHelp } from './parts/help.js'
import { openPalette, Palette } from './parts/palette.js'
import { Toasts } from './parts/toasts.js'
import { link, route } from './router.js'
import { connection } from './store/connection.js'
import { daemon } from './store/daemon.js'
import { VIEWS } from './views/index.js'

export function App() {
  useShortcuts(() => [
    { key: '?', text: 'help.open', run: openHelp },
    { key: 'mod+k', text: 'palette.open', run: openPalette },
  ])
  const view = useComputed(() => VIEWS.find((one) => one.path === route.value.path[0]) ?? VIEWS[0]!)
  const { Page } = view.value
  const isFirst = useRef(true)
  useEffect(() => {
    const { current: hasJustCome } = isFirst
    isFirst.current = false
    if (hasJustCome) return
    // What had the focus went with its view: the keyboard goes on at the new one.
    if (document.activeElement === document.body) document.getElementById('main')?.focus()
  }, [route.value.path.join('/')])
  return (
    <>
      <a class="skip" href="#main">
        {t('frame.skip')}
      </a>
      <header class="frame">
        <a class="name" href={link([])}>
          {daemon.value?.identification ?? 'supervisor'}
        </a>
        <Connection />
        <nav aria-label={t('frame.views')}>
          {VIEWS.filter((one) => one.title !== undefined).map((one) => (
            <a key={one.path} href={link([one.path])} aria-current={one === view.value ? 'page' : undefined}>
              {t(one.title!)}
            </a>
          ))}
        </nav>
        <button type="button" class="quiet" onClick={openPalette} title="Ctrl+K">
          {t('palette.open')} <kbd>Ctrl K</kbd>
        </button>
        <button type="button" class="quiet" onClick={openHelp} aria-label={t('help.open')} title="?">
          ?
        </button>
      </header>
      <Banners />
      <main id="main" class={connection.value.state} tabIndex={0}>
        <Page />
      </main>
      <Footer />
      <Toasts />
      <Palette />
      <Help />
      <Dialogs />
    </>
  )
}

/** Whether what is shown is true now: `live`, or since when it is not. */
function Connection() {
  const { state, staleSince } = connection.value
  const text =
    state === 'live'
      ? t('connection.live')
      : staleSince === null
        ? t('connection.connecting')
        : t('connection.stale', { time: new Date(staleSince).toLocaleTimeString(language.value) })
  return (
    <span class={`connection ${state}`} role="status">
      {text}
    </span>
  )
}

function Footer() {
  const about = daemon.value
  return (
    <footer class="frame">
      <span>{about === null ? '' : `Reeve ${about.version}`}</span>
      <a href="index.html">{t('frame.classic')}</a>
      <label>
        <span class="sr-only">{t('frame.language')}</span>
        <select
          value={language.value}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        >
          {Object.entries(LANGUAGES).map(([code, { name }]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </footer>
  )
}
