// One process: what it does, what happened to it and why, what it uses, and how it is configured.

import { t } from '../../i18n/index.js'
import { useShortcuts } from '../../keyboard.js'
import { SignalPicker } from '../../parts/signal-picker.js'
import { StateBadge } from '../../parts/state-badge.js'
import { forChanges } from '../../parts/viewer.js'
import { go, link, route } from '../../router.js'
import { actionName, isPossible, perform } from '../../store/actions.js'
import { isLoaded, names, programOf } from '../../store/programs.js'
import { Charts } from './charts.js'
import { Configuration } from './configuration.js'
import { Facts } from './facts.js'
import { History } from './history.js'

const ACTIONS = ['start', 'restart', 'stop', 'clear-log'] as const

export function ProcessPage() {
  const namespec = route.value.path[1] ?? ''
  // A process that is added or removed changes the names.
  void names.value
  const program = programOf(namespec)?.value
  useShortcuts(
    () => [
      { key: 'Escape', text: 'keys.back', run: () => go(['programs']) },
      { key: 'l', text: 'keys.logs', run: () => go(['logs', namespec]) },
      { key: 's', text: 'action.start', run: () => void perform('start', [namespec]) },
      { key: 'x', text: 'action.stop', run: () => void perform('stop', [namespec]) },
      { key: 'r', text: 'action.restart', run: () => void perform('restart', [namespec]) },
    ],
    [namespec],
  )
  if (program === undefined) {
    return (
      <p class="muted page">
        {isLoaded.value ? t('process.unknown', { name: namespec }) : t('programs.loading')}
      </p>
    )
  }
  return (
    <div class="page process">
      <header>
        <h1>{namespec}</h1>
        <StateBadge program={program} />
        <span class="buttons">
          {ACTIONS.map((action) => (
            <button
              key={action}
              type="button"
              {...forChanges(!isPossible(action, program))}
              onClick={() => void perform(action, [namespec])}
            >
              {actionName(action)}
            </button>
          ))}
          <SignalPicker names={[namespec]} isDisabled={!isPossible('signal', program)} />
          <a href={link(['logs', namespec])}>{t('column.log')}</a>
        </span>
      </header>
      <Facts program={program} />
      <Charts namespec={namespec} />
      <History key={`history ${namespec}`} namespec={namespec} revision={program.revision} />
      <Configuration key={`config ${namespec}`} namespec={namespec} />
    </div>
  )
}
