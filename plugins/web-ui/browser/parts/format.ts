// How amounts and moments are written.

import { language } from '../i18n/index.js'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  const amount = bytes / 1024 ** power
  return `${amount.toFixed(power === 0 || amount >= 100 ? 0 : 1)} ${UNITS[power]}`
}

/** Processors in use, as the percentage of one. */
export function formatCpu(processors: number): string {
  const percent = processors * 100
  return `${percent.toFixed(percent < 10 ? 1 : 0)} %`
}

/** `3d 04:05`, `1:02:03`, `0:07`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const two = (value: number) => String(value % 60).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60)
  if (hours >= 24) return `${Math.floor(hours / 24)}d ${String(hours % 24).padStart(2, '0')}:${two(minutes)}`
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** Hours and minutes. */
export function formatClock(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit' })
}

/** A moment: the time of today, the date before. */
export function formatMoment(milliseconds: number): string {
  const moment = new Date(milliseconds)
  const isToday = moment.toDateString() === new Date().toDateString()
  return isToday ? moment.toLocaleTimeString(language.value) : moment.toLocaleString(language.value)
}
