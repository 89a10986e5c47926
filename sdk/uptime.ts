// How long something has been running, as Supervisor writes it.

/** `0:01:18`, `1 day, 0:00:03`, `12 days, 4:10:00`: fleet tools split it (clients.md 4). `total` is in seconds. */
export function formatUptime(total: number): string {
  const days = Math.floor(total / 86_400)
  const hours = Math.floor((total % 86_400) / 3600)
  const minutes = String(Math.floor((total % 3600) / 60)).padStart(2, '0')
  const rest = String(Math.floor(total % 60)).padStart(2, '0')
  const prefix = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `
  return `${prefix}${hours}:${minutes}:${rest}`
}
