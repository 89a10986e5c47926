// What is an alert, and how it reads. Shared by the plugin and the listeners.

/** A process that crashed, or that could not be started. */
export interface Alert {
  readonly kind: AlertKind
  readonly processName: string
  readonly groupName: string
  /** Only for a crash. */
  readonly pid: number
  /** Wall-clock milliseconds. */
  readonly at: number
}

export type AlertKind = 'crash' | 'fatal'

export const SUBJECTS: Readonly<Record<AlertKind, string>> = {
  crash: 'Crash alert from supervisord',
  fatal: 'Fatal start alert from supervisord',
}

const WHAT: Readonly<Record<AlertKind, (alert: Alert) => string>> = {
  crash: ({ pid }) => `crashed (pid ${pid})`,
  fatal: () => 'could not be started and is given up',
}

/** One line of a mail. */
export function describeAlert(alert: Alert): string {
  return `${formatTime(alert.at)} ${alert.groupName}:${alert.processName} ${WHAT[alert.kind](alert)}`
}

/** `2026-01-31 10:20:30,123`, as in the daemon's log. */
export function formatTime(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return date.toISOString().replace('T', ' ').replace('.', ',').replace('Z', '')
}
