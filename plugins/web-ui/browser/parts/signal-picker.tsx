import { useState } from 'preact/hooks'
import { t } from '../i18n/index.js'
import { perform } from '../store/actions.js'
import { forChanges } from './viewer.js'

const SIGNALS = ['HUP', 'INT', 'TERM', 'KILL', 'USR1', 'USR2', 'QUIT', 'CONT', 'STOP', 'WINCH']

interface SignalPickerProps {
  readonly names: readonly string[]
  readonly isDisabled: boolean
}

/** A signal by name, and the button that sends it to all of these. */
export function SignalPicker({ names, isDisabled }: SignalPickerProps) {
  const [signal, setSignal] = useState('HUP')
  return (
    <span class="pair">
      <select
        aria-label={t('programs.signalName')}
        value={signal}
        onChange={(event) => setSignal(event.currentTarget.value)}
      >
        {SIGNALS.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button type="button" {...forChanges(isDisabled)} onClick={() => void perform('signal', names, signal)}>
        {t('action.signal')}
      </button>
    </span>
  )
}
