// What a reread of the configuration would change, and applying it to chosen groups.

import { useState } from 'preact/hooks'
import { post } from '../../api/request.js'
import type { ApplyOutcomes, ConfigDiff, GroupDiff } from '../../api/types.js'
import { type TextKey, t } from '../../i18n/index.js'
import { confirm } from '../../parts/dialog.js'
import { toast } from '../../parts/toasts.js'
import { useAnswer } from '../../parts/use-answer.js'
import { forChanges } from '../../parts/viewer.js'
import { messageOf } from '../../store/actions.js'
import { GroupChanges } from './group-changes.js'

const KINDS = ['added', 'changed', 'removed'] as const
type Kind = (typeof KINDS)[number]

export function Config() {
  const [version, setVersion] = useState(0)
  const { answer, error } = useAnswer<ConfigDiff>('/config/diff', [version])
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const read = () => setVersion((one) => one + 1)
  const groups =
    answer === null ? [] : KINDS.flatMap((kind) => answer[kind].map((group) => ({ kind, group })))
  const chosen = groups.filter(({ group }) => !left.has(group.name))
  const toggle = (name: string) => {
    const next = new Set(left)
    if (!next.delete(name)) next.add(name)
    setLeft(next)
  }
  const apply = async () => {
    if (await applyTo(chosen.map(({ group }) => group.name))) read()
  }
  return (
    <div class="page config">
      <h1>{t('config.title')}</h1>
      <p class="muted">{answer === null ? '' : t('config.read', { file: answer.file })}</p>
      <div class="toolbar">
        <button type="button" onClick={read}>
          {t('config.reread')}
        </button>
        <button
          type="button"
          {...forChanges(chosen.length === 0 || error !== null)}
          onClick={() => void apply()}
        >
          {t('config.apply', { count: chosen.length })}
        </button>
      </div>
      {error !== null && (
        <pre class="failed" role="alert">
          {error.message}
        </pre>
      )}
      {answer !== null && error === null && groups.length === 0 && <p>{t('config.same')}</p>}
      {groups.map(({ kind, group }) => (
        <Choice
          key={group.name}
          kind={kind}
          group={group}
          isChosen={!left.has(group.name)}
          toggle={() => toggle(group.name)}
        />
      ))}
    </div>
  )
}

const TITLES: Readonly<Record<Kind, TextKey>> = {
  added: 'config.added',
  changed: 'config.changed',
  removed: 'config.removed',
}

interface ChoiceProps {
  readonly kind: Kind
  readonly group: GroupDiff
  readonly isChosen: boolean
  toggle(): void
}

function Choice({ kind, group, isChosen, toggle }: ChoiceProps) {
  return (
    <section class={`change ${kind}`}>
      <label>
        <input type="checkbox" checked={isChosen} onChange={toggle} />
        <strong>{group.name}</strong> <span class={`badge ${kind}`}>{t(TITLES[kind])}</span>
      </label>
      <GroupChanges group={group} />
    </section>
  )
}

/** Asks, applies, and says what came of it. True when something was done. */
async function applyTo(groups: readonly string[]): Promise<boolean> {
  const isWanted = await confirm(
    t('config.apply', { count: groups.length }),
    t('config.confirm'),
    t('config.do'),
  )
  if (!isWanted) return false
  try {
    const { outcomes } = await post<ApplyOutcomes>('/config/apply', { groups })
    for (const { group, error } of outcomes) if (error !== null) toast('failed', `${group}: ${error.message}`)
    const done = outcomes.filter((one) => one.ok).length
    if (done > 0) toast('done', t('config.applied', { count: done }))
  } catch (error) {
    toast('failed', messageOf(error))
  }
  return true
}
