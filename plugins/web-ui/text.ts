// Text inside pages and addresses.

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML, between tags and inside quotes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character]!)
}

/** Text as part of an address. A slash stays, and everything else that Supervisor's own links keep. */
export function quote(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Local time as C's ctime writes it: `Sat Nov  7 13:56:11 2026`. */
export function formatTime(milliseconds: number): string {
  const time = new Date(milliseconds)
  const day = String(time.getDate()).padStart(2, ' ')
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((value) => String(value).padStart(2, '0'))
    .join(':')
  return `${DAYS[time.getDay()]} ${MONTHS[time.getMonth()]} ${day} ${clock} ${time.getFullYear()}`
}
