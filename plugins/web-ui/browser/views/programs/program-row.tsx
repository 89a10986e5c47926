import { useEffect } from 'preact/hooks'
import type { Program } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { formatBytes, formatCpu, formatDuration, formatMoment } from '../../parts/format.js'
import { Sparkline } from '../../parts/sparkline.js'
import { StateBadge } from '../../parts/state-badge.js'
import { link } from '../../router.js'
import { isPossible } from '../../store/actions.js'
import { now } from '../../store/clock.js'
import { isHeld, programOf } from '../../store/programs.js'
import { logRateOf, measured, seriesOf, wantHistory } from '../../store/usage.js'
import { type Place, Row } from './row.js'

interface ProgramRowProps extends Place {
  readonly namespec: string
}

const UP = ['restart', 'stop'] as const
const DOWN = ['start'] as const

export function ProgramRow({ namespec, ...place }: ProgramRowProps) {
  const program = programOf(namespec)?.value
  if (program === undefined) return null
  return (
    <Row
      {...place}
      kind="program"
      name={namespec}
      namespecs={[namespec]}
      actions={isPossible('stop', program) ? UP : DOWN}
      isOff={program.state === 'STOPPING'}
    >
      <span class="cell state" role="gridcell">
        <StateBadge program={program} />
      </span>
      <span class="cell name" role="gridcell">
        <a href={link(['process', namespec])} tabIndex={-1} title={namespec}>
          {program.name}
        </a>
      </span>
      <span class="cell uptime" role="gridcell">
        <Uptime program={program} />
      </span>
      <span class="cell pid" role="gridcell">
        {program.pid ?? ''}
      </span>
      <span class="cell restarts" role="gridcell">
        {program.restarts === 0 ? '' : program.restarts}
      </span>
      <span class="cell exit" role="gridcell">
        <LastExit program={program} />
      </span>
      <Measurements namespec={namespec} />
      <span class="cell log" role="gridcell">
        <a href={link(['logs', namespec])} tabIndex={-1} aria-label={t('programs.logs', { name: namespec })}>
          {t('programs.log')}
        </a>
        <LogActivity namespec={namespec} />
      </span>
    </Row>
  )
}

/** How long it has been up, ticking; else why it is not. */
function Uptime({ program }: { readonly program: Program }) {
  const { state, startedAt, waitingUntil, spawnError, description } = program
  if (isHeld(program)) return <span title={description}>{description}</span>
  if (state === 'RUNNING' && startedAt !== null) return <>{formatDuration(now.value - startedAt)}</>
  if (waitingUntil !== null && (state === 'BACKOFF' || state === 'EXITED')) {
    return <>{t('programs.retryIn', { time: formatDuration(waitingUntil - now.value) })}</>
  }
  return spawnError === null ? null : <span title={spawnError}>{spawnError}</span>
}

function LastExit({ program }: { readonly program: Program }) {
  const { exitStatus, exitSignal, stoppedAt } = program
  if (stoppedAt === null || (exitStatus === null && exitSignal === null)) return null
  const how = exitSignal ?? t('programs.exitStatus', { status: exitStatus ?? 0 })
  const when = formatMoment(stoppedAt)
  return (
    <span title={`${how} ${when}`}>
      {how}{' '}
      <time class="muted" dateTime={new Date(stoppedAt).toISOString()}>
        {when}
      </time>
    </span>
  )
}

/** What it writes at the moment: a process that writes nothing shows nothing. */
function LogActivity({ namespec }: { readonly namespec: string }) {
  void measured.value
  const rate = logRateOf(namespec)
  if (rate === 0) return null
  return (
    <span class="activity" title={t('programs.logRate')}>
      {t('programs.perSecond', { amount: formatBytes(rate) })}
    </span>
  )
}

const LEAST_CPU = 0.05
const LEAST_RSS = 16 * 1024 * 1024

function Measurements({ namespec }: { readonly namespec: string }) {
  void measured.value
  useEffect(() => wantHistory(namespec), [namespec])
  const { at, cpu, rss } = seriesOf(namespec)
  const isRunning = programOf(namespec)?.value.pid !== null
  const lastCpu = isRunning ? cpu.at(-1) : undefined
  const lastRss = isRunning ? rss.at(-1) : undefined
  return (
    <>
      <span class="cell cpu" role="gridcell">
        <span class="figure">{lastCpu === undefined ? '' : formatCpu(lastCpu)}</span>
        <Sparkline at={at} values={cpu} least={LEAST_CPU} label={t('programs.cpuOver')} />
      </span>
      <span class="cell memory" role="gridcell">
        <span class="figure">{lastRss === undefined ? '' : formatBytes(lastRss)}</span>
        <Sparkline at={at} values={rss} least={LEAST_RSS} label={t('programs.memoryOver')} />
      </span>
    </>
  )
}
