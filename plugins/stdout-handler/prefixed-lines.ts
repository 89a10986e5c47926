// The text of a PROCESS_LOG event as lines that say whose they are.

/** `payload` is a line of `key:value` tokens, then what the process wrote. Throws when the first line is none. */
export function prefixedLines(payload: string): readonly string[] {
  const end = payload.indexOf('\n')
  const header = new Map(
    payload
      .slice(0, Math.max(end, 0))
      .split(' ')
      .map((token) => [token.slice(0, token.indexOf(':')), token.slice(token.indexOf(':') + 1)]),
  )
  const name = header.get('processname')
  const channel = header.get('channel')
  if (name === undefined || channel === undefined) {
    throw new Error('the result is no PROCESS_LOG event; the listener must be supervisor_stdout')
  }
  const text = payload.slice(end + 1).replace(/\n$/, '')
  return text.split('\n').map((line) => `${name} ${channel} | ${line}`)
}
