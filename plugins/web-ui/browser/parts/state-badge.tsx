import type { Program } from '../api/types.js'
import { t } from '../i18n/index.js'
import { pending } from '../store/actions.js'

/** A process's state; while something that was asked for is under way, that. */
export function StateBadge({ program }: { readonly program: Program }) {
  const asked = pending.value.get(program.namespec)
  const isUnderWay = asked !== undefined && asked !== 'clear-log' && asked !== 'signal'
  return isUnderWay ? (
    <span class="badge pending">{t(`pending.${asked}`)}</span>
  ) : (
    <span class={`badge ${program.state.toLowerCase()}`}>{program.state}</span>
  )
}
