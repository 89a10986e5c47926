// The view and its settings stand behind the # of the address, so that an address can be shared and works under any
// path. `#/programs?q=web&state=FATAL`

import { computed, signal } from '@preact/signals'

export interface Route {
  /** The parts between the slashes, decoded: `['process', 'web:web_0']`. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
}

function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  return { path: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(query) }
}

/** What somebody typed may not be decodable. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const hash = signal(location.hash)
window.addEventListener('hashchange', () => {
  hash.value = location.hash
})

export const route = computed(() => parse(hash.value))

/** The address of a view: `link(['process', 'web:web_0'])`. Empty settings are left out. */
export function link(path: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const settings = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))
  const text = settings.toString()
  return `#/${path.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`
}

export function go(path: readonly string[], query?: Readonly<Record<string, string>>): void {
  location.hash = link(path, query)
}

/** Changes settings of the current view without a step in the history: typing in a filter is not navigation. */
export function setQuery(changes: Readonly<Record<string, string>>): void {
  const { path, query } = route.value
  const address = link(path, { ...Object.fromEntries(query), ...changes })
  history.replaceState(null, '', address)
  hash.value = address
}
