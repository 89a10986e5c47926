import { t } from '../i18n/index.js'
import { canChange } from '../store/daemon.js'

/** Why the buttons do nothing for who may only look; undefined for everybody else. */
export function viewerHint(): string | undefined {
  return canChange.value ? undefined : t('viewer.hint')
}
