import { signal } from '@preact/signals'
import { type TextKey, t } from '../i18n/index.js'
import { shortcuts } from '../keyboard.js'
import { Modal } from './dialog.js'

const isOpen = signal(false)

export function openHelp(): void {
  isOpen.value = true
}

/** The keys that work in the view that is open. */
export function Help() {
  if (!isOpen.value) return null
  return (
    <Modal
      title={t('help.title')}
      onClose={() => {
        isOpen.value = false
      }}
    >
      <dl class="keys">
        {shortcuts.value.map(({ key, text }) => (
          <div key={key}>
            <dt>
              <kbd>{nameOf(key)}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}

const NAMES: Readonly<Record<string, TextKey>> = { ' ': 'key.space' }
const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
  Escape: 'Esc',
}

function nameOf(key: string): string {
  const name = NAMES[key]
  return name === undefined ? (SIGNS[key] ?? key.replace('mod+k', 'Ctrl K')) : t(name)
}
