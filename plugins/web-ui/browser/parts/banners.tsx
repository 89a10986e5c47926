// What the operator must know whatever is shown: an open door, a daemon that is going down.

import { t } from '../i18n/index.js'
import { daemon, isOpenToAll } from '../store/daemon.js'
import { viewerHint } from './viewer.js'

export function Banners() {
  const about = daemon.value
  if (about === null) return null
  const hint = viewerHint()
  return (
    <>
      {isOpenToAll.value && (
        <p class="banner warn" role="alert">
          {t('banner.open')}
        </p>
      )}
      {hint !== undefined && (
        <p class="banner" role="status">
          {hint}
        </p>
      )}
      {about.state !== 'RUNNING' && (
        <p class="banner" role="status">
          {t('banner.state', { state: about.state })}
        </p>
      )}
    </>
  )
}
