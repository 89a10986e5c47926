// The live stream of events, with filters.

import { useComputed } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { language, t } from '../../i18n/index.js'
import { useShortcuts } from '../../keyboard.js'
import { useScreen } from '../../parts/screen.js'
import { useVirtualList } from '../../parts/virtual-list.js'
import { route, setQuery } from '../../router.js'
import { Pools } from './pools.js'
import {
  clearEvents,
  events,
  held,
  isPaused,
  listeningSince,
  type SeenEvent,
  setPaused,
  useEvents,
} from './stream.js'

/** The types that stand above others; `EVENT` is all of them. */
const TYPES = [
  'EVENT',
  'PROCESS_STATE',
  'PROCESS_LOG',
  'PROCESS_COMMUNICATION',
  'PROCESS_GROUP',
  'REMOTE_COMMUNICATION',
  'SUPERVISOR_STATE_CHANGE',
  'TICK',
]
/** Everything that is told is a lot: clocks and logs only when somebody asks for them. */
const USUAL = [
  'PROCESS_STATE',
  'PROCESS_COMMUNICATION',
  'PROCESS_GROUP',
  'REMOTE_COMMUNICATION',
  'SUPERVISOR_STATE_CHANGE',
]

const HEIGHT = 30
/** Two lines. */
const NARROW_HEIGHT = 54

function chosenTypes(): readonly string[] {
  return route.value.query.get('types')?.split(',').filter(Boolean) ?? USUAL
}

export function Events() {
  const types = chosenTypes()
  useEvents(types)
  const text = route.value.query.get('q') ?? ''
  const shown = useComputed(() =>
    events.value.filter((one) => matches(one, route.value.query.get('q') ?? '')),
  )
  const scroller = useRef<HTMLDivElement>(null)
  const { isNarrow, scale } = useScreen()
  const rowHeight = isNarrow ? NARROW_HEIGHT : HEIGHT * scale
  const list = useVirtualList({ count: shown.value.length, rowHeight, scroller })
  useFollow(scroller, shown.value)
  const search = useRef<HTMLInputElement>(null)
  useShortcuts(() => [
    { key: '/', text: 'keys.search', run: () => search.current?.select() },
    { key: 'p', text: 'keys.pause', run: () => setPaused(!isPaused.peek()) },
  ])
  const toggle = (type: string) => {
    const next = types.includes(type) ? types.filter((one) => one !== type) : [...types, type]
    setQuery({ types: next.join(',') || 'NONE' })
  }
  return (
    <div class="events">
      <h1 class="sr-only">{t('events.title')}</h1>
      <div class="toolbar">
        <input
          ref={search}
          type="search"
          aria-label={t('events.search')}
          placeholder={`${t('events.search')}  /`}
          value={text}
          onInput={(event) => setQuery({ q: event.currentTarget.value })}
        />
        <fieldset class="chips">
          <legend class="sr-only">{t('events.types')}</legend>
          {TYPES.map((type) => (
            <button
              key={type}
              type="button"
              class={`chip ${types.includes(type) ? 'on' : ''}`}
              aria-pressed={types.includes(type)}
              onClick={() => toggle(type)}
            >
              {type}
            </button>
          ))}
        </fieldset>
        <span class="bulk">
          <button type="button" aria-pressed={isPaused.value} onClick={() => setPaused(!isPaused.peek())}>
            {isPaused.value ? t('events.resume', { count: held.value }) : t('events.pause')}
          </button>
          <button type="button" onClick={clearEvents}>
            {t('events.clear')}
          </button>
        </span>
      </div>
      <Pools />
      {shown.value.length === 0 && <p class="muted">{whyEmpty()}</p>}
      <div ref={scroller} class="table" role="log" aria-label={t('events.title')} tabIndex={0}>
        <div class="rows" style={{ height: `${list.height}px` }}>
          {list.items.map(({ index, start }) => {
            const event = shown.value[index]
            return event === undefined ? null : (
              <EventRow key={event.number} event={event} top={start} height={rowHeight} />
            )
          })}
        </div>
      </div>
    </div>
  )
}

function whyEmpty(): string {
  if (events.value.length > 0) return t('events.noneFound')
  const since = listeningSince.value
  return since === null ? t('events.connecting') : t('events.none', { since: timeOfDay(since) })
}

function timeOfDay(at: number): string {
  return new Date(at).toLocaleTimeString(language.value)
}

function matches({ type, payload }: SeenEvent, text: string): boolean {
  const line = `${type} ${payload}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => line.includes(word))
}

interface EventRowProps {
  readonly event: SeenEvent
  readonly top: number
  readonly height: number
}

function EventRow({ event, top, height }: EventRowProps) {
  return (
    <div class="event" style={{ transform: `translateY(${top}px)`, height: `${height}px` }}>
      <time dateTime={new Date(event.at).toISOString()}>{timeOfDay(event.at)}</time>
      <span class="badge">{event.type}</span>
      <code title={event.payload}>{event.payload.replaceAll('\n', ' ')}</code>
    </div>
  )
}

const NEAR = 60

/** Stays at the end while the end is in sight. */
function useFollow(scroller: { readonly current: HTMLElement | null }, shown: readonly SeenEvent[]): void {
  const wasAtEnd = useRef(true)
  const element = scroller.current
  if (element !== null) {
    wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
  }
  useLayoutEffect(() => {
    if (wasAtEnd.current) scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [shown])
}
