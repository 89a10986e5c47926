// The result handler of the Python package supervisor-stdout: each line that programs log appears on the daemon's own
// stdout with `name stream | ` before it. Its listener, the program supervisor_stdout, gives each event back as its
// result; what is printed is that result.

import { definePlugin, eventListenerHooks, type LineOutput, type Supervisor } from 'reeve/sdk'
import { prefixedLines } from './prefixed-lines.js'

export default definePlugin({
  name: 'stdout-handler',
  apply(supervisor) {
    let output: LineOutput | null = null
    eventListenerHooks(supervisor).handlers.set('supervisor_stdout:event_handler', (_event, result) => {
      output ??= openStdout(supervisor)
      for (const line of prefixedLines(result.toString('utf8'))) output.write(line)
    })
  },
})

/** A daemon without a stdout has nobody to print for. */
function openStdout(supervisor: Supervisor): LineOutput {
  try {
    return supervisor.openLines('/dev/stdout')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    supervisor.log.warn(`supervisor_stdout:event_handler prints nothing, stdout cannot be opened: ${reason}`)
    return { write() {}, close() {} }
  }
}
