import { t } from '../i18n/index.js'
import { canChange } from '../store/daemon.js'

/** Why the buttons do nothing for who may only look; undefined for everybody else. */
export function viewerHint(): string | undefined {
  return canChange.value ? undefined : t('viewer.hint')
}

/** What a button that changes something has: for who may only look it is off, and says why. */
export function forChanges(isOff = false) {
  return { disabled: isOff || !canChange.value, title: viewerHint() }
}
