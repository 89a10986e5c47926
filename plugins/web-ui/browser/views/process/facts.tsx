import type { Program } from '../../api/types.js'
import { type TextKey, t } from '../../i18n/index.js'
import { formatBytes, formatDuration, formatMoment } from '../../parts/format.js'
import { link } from '../../router.js'
import { now } from '../../store/clock.js'
import { isHeld } from '../../store/programs.js'

/** What is known of a process now, as pairs of name and value. */
export function Facts({ program }: { readonly program: Program }) {
  const { state, startedAt, pid, restarts, stoppedAt, exitStatus, exitSignal, spawnError, group } = program
  const facts: readonly (readonly [TextKey, preact.ComponentChildren])[] = [
    ['process.group', <a href={link(['programs'], { group })}>{group}</a>],
    ['column.pid', pid],
    [
      'column.uptime',
      state === 'RUNNING' && startedAt !== null ? formatDuration(now.value - startedAt) : null,
    ],
    ['process.startedAt', startedAt === null ? null : formatMoment(startedAt)],
    ['column.restarts', restarts],
    ['process.stoppedAt', stoppedAt === null ? null : formatMoment(stoppedAt)],
    [
      'column.exit',
      exitSignal ?? (exitStatus === null ? null : t('programs.exitStatus', { status: exitStatus })),
    ],
    ['process.waiting', <Waiting program={program} />],
    ['process.spawnError', spawnError],
    ['process.stdout', <Log name="stdout" program={program} />],
    ['process.stderr', <Log name="stderr" program={program} />],
  ]
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** What the process waits for, and for how much longer. */
function Waiting({ program }: { readonly program: Program }) {
  const { waitingFor, waitingUntil } = program
  if (isHeld(program)) return <>{program.description}</>
  if (waitingFor === null || waitingUntil === null) return <>–</>
  return <>{t(`waiting.${waitingFor}`, { time: formatDuration(waitingUntil - now.value) })}</>
}

function Log({ program, name }: { readonly program: Program; readonly name: 'stdout' | 'stderr' }) {
  const { path, bytes } = program[name]
  if (path === null) return <>–</>
  return (
    <a href={link(['logs', `${program.namespec}/${name}`])} title={path}>
      {path} ({formatBytes(bytes)})
    </a>
  )
}
