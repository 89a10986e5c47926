// The supervisor_stdout program: an event listener that gives each event back as its result, for the result handler
// supervisor_stdout:event_handler. Configs name both; this one stands in for the Python package's.

let received = ''
let wanted: number | null = null

process.stdin.setEncoding('utf8').on('data', (text: string) => {
  received += text
  while (answerNext());
})
process.stdin.on('end', () => process.exit(0))
process.stdout.write('READY\n')

/** False when there is no whole event yet. */
function answerNext(): boolean {
  if (wanted === null) {
    const end = received.indexOf('\n')
    if (end === -1) return false
    wanted = Number(/(?:^| )len:(\d+)/.exec(received.slice(0, end))?.[1] ?? 0)
    received = received.slice(end + 1)
  }
  const length = unitsOf(wanted)
  if (length === null) return false
  const payload = received.slice(0, length)
  received = received.slice(length)
  wanted = null
  process.stdout.write(`RESULT ${Buffer.byteLength(payload)}\n${payload}READY\n`)
  return true
}

/** Supervisor counts characters, not bytes: how long that is in a string of JavaScript. Null: not all there yet. */
function unitsOf(characters: number): number | null {
  if (received.length < characters) return null
  let units = 0
  for (let count = 0; count < characters; count++) {
    const code = received.codePointAt(units)
    if (code === undefined) return null
    units += code > 0xffff ? 2 : 1
  }
  return units
}
