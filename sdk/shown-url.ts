// Addresses as they may be shown in a log, an answer or on a terminal.

/** `scheme://name:***@host`: without the password that an address may have. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^\s:/@]*):[^\s/]*(?=@)/, '$1:***')
}
