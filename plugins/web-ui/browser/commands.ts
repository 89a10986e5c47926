// What the palette offers in every view: the views, the processes, and what can be done about them.

import { LANGUAGES, type Language, setLanguage, t } from './i18n/index.js'
import { addCommands, type Command } from './parts/palette.js'
import { go } from './router.js'
import { actionName, perform } from './store/actions.js'
import { canChange } from './store/daemon.js'
import { names } from './store/programs.js'
import { VIEWS } from './views/index.js'

const OFTEN = ['start', 'restart', 'stop'] as const

export function offerCommands(): void {
  addCommands(() => [...viewCommands(), ...openCommands(), ...actionCommands(), ...languageCommands()])
}

function viewCommands(): readonly Command[] {
  return VIEWS.flatMap(({ path, title }) =>
    title === undefined ? [] : [{ title: t(title), run: () => go([path]) }],
  )
}

function openCommands(): readonly Command[] {
  return names.peek().map((name) => ({ title: name, run: () => go(['process', name]) }))
}

function actionCommands(): readonly Command[] {
  if (!canChange.peek()) return []
  const all = names.peek()
  return OFTEN.flatMap((action) => [
    ...all.map((name) => ({
      title: t('programs.act', { action: actionName(action), name }),
      run: () => void perform(action, [name]),
    })),
    {
      title: t('programs.act', { action: actionName(action), name: t('palette.all') }),
      run: () => void perform(action, all),
    },
  ])
}

function languageCommands(): readonly Command[] {
  return Object.entries(LANGUAGES).map(([code, { name }]) => ({
    title: name,
    run: () => setLanguage(code as Language),
  }))
}
