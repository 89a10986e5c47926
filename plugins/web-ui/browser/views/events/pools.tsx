// The pools of event listeners: what waits for them, what was dropped, and what each listener is doing.

import { useEffect, useState } from 'preact/hooks'
import type { ListenerPoolList } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { useAnswer } from '../../parts/use-answer.js'
import { link } from '../../router.js'

/** The queues are not part of the stream: they are asked for while they are in sight. */
const INTERVAL_MS = 2_000

export function Pools() {
  const [version, setVersion] = useState(0)
  const answered = useAnswer<ListenerPoolList>('/listeners', [version])
  const { answer, error } = answered
  useEffect(() => {
    if (answer === null && error === null) return
    const timer = setInterval(() => {
      if (document.hidden) return
      // Not again before this one is answered.
      clearInterval(timer)
      setVersion((one) => one + 1)
    }, INTERVAL_MS)
    return () => clearInterval(timer)
  }, [answered])
  if (error !== null) return <p class="failed page">{error.message}</p>
  if (answer === null || answer.pools.length === 0) return null
  return (
    <section class="page pools" aria-labelledby="pools">
      <h2 id="pools">{t('pools.title')}</h2>
      <table class="options">
        <thead>
          <tr>
            <th scope="col">{t('pools.name')}</th>
            <th scope="col">{t('pools.queue')}</th>
            <th scope="col">{t('pools.dropped')}</th>
            <th scope="col">{t('pools.listeners')}</th>
            <th scope="col">{t('events.types')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.pools.map(({ group, waiting, limit, dropped, listeners, events }) => (
            <tr key={group}>
              <th scope="row">{group}</th>
              <td data-label={t('pools.queue')}>
                <meter value={waiting} max={limit} aria-label={t('pools.queue')} /> {waiting} / {limit}
              </td>
              <td class={dropped > 0 ? 'failed' : ''} data-label={t('pools.dropped')}>
                {dropped}
              </td>
              <td>
                {listeners.map(({ namespec, state }) => (
                  <span key={namespec}>
                    <a href={link(['process', namespec])}>{namespec}</a> {state}{' '}
                  </span>
                ))}
              </td>
              <td>{events.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
