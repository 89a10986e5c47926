// What is told of the daemon itself: its event loop, what it uses, and the pools of its event listeners.

import { eventListenerHooks, SUPERVISOR_VERSION, type Supervisor } from 'reeve/sdk'
import { renderFamily, renderLabels } from './exposition.js'

/** `startedAt` is wall-clock milliseconds, `lagMs` how long a callback that was due had to wait just now. */
export function renderDaemon(supervisor: Supervisor, startedAt: number, lagMs: number): string {
  const { user, system } = process.cpuUsage()
  const { identifier } = supervisor
  const { active } = performance.eventLoopUtilization()
  return [
    renderFamily({ name: 'supervisord_up', type: 'gauge', help: 'Does supervisord answer?' }, [['', 1]]),
    renderFamily(
      {
        name: 'supervisord_build_info',
        type: 'gauge',
        help: 'Versions: of Supervisor, whose behaviour this is, and of Reeve.',
      },
      [[renderLabels({ version: SUPERVISOR_VERSION, reeve: supervisor.version, identifier }), 1]],
    ),
    renderFamily(
      {
        name: 'supervisord_event_loop_lag_seconds',
        type: 'gauge',
        help: 'How long a callback that was due waited, measured at this scrape.',
      },
      [['', lagMs / 1000]],
    ),
    renderFamily(
      {
        name: 'supervisord_event_loop_busy_seconds_total',
        type: 'counter',
        help: 'How long the event loop was not waiting; its rate is the utilisation.',
      },
      [['', active / 1000]],
    ),
    renderFamily({ name: 'process_cpu_seconds_total', type: 'counter', help: 'CPU time of supervisord.' }, [
      ['', (user + system) / 1_000_000],
    ]),
    renderFamily(
      { name: 'process_resident_memory_bytes', type: 'gauge', help: 'Resident memory of supervisord.' },
      [['', process.memoryUsage.rss()]],
    ),
    renderFamily(
      {
        name: 'process_start_time_seconds',
        type: 'gauge',
        help: 'When supervisord was started or reloaded, in seconds since 1970.',
      },
      [['', startedAt / 1000]],
    ),
    renderPools(supervisor),
  ].join('')
}

function renderPools(supervisor: Supervisor): string {
  const pools = [...eventListenerHooks(supervisor).pools.values()]
  const label = (pool: (typeof pools)[number]) => renderLabels({ pool: pool.group.name })
  return [
    renderFamily(
      {
        name: 'supervisor_event_queue_length',
        type: 'gauge',
        help: 'Events that wait for a listener of the pool.',
      },
      pools.map((pool) => [label(pool), pool.waiting]),
    ),
    renderFamily(
      {
        name: 'supervisor_event_queue_limit',
        type: 'gauge',
        help: 'How many may wait before the oldest is dropped.',
      },
      pools.map((pool) => [label(pool), pool.limit]),
    ),
    renderFamily(
      {
        name: 'supervisor_events_dropped_total',
        type: 'counter',
        help: 'Events that the pool dropped because too many waited.',
      },
      pools.map((pool) => [label(pool), pool.dropped]),
    ),
  ].join('')
}
