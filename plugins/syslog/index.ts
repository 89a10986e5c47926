// Output of programs for syslog: `stdout_syslog`, `stderr_syslog` (CFG-PROG-22, LOG-26).

import { type Channel, definePlugin, type Process } from 'reeve/sdk'
import { createRecordSink } from './records.js'

export default definePlugin({
  name: 'syslog',
  apply({ hooks, syslog }) {
    hooks.channelOpen.tap('syslog', (channel, process) => {
      if (!isWanted(channel, process)) return
      const sink = createRecordSink({
        name: process.name,
        send: (record) => syslog.write(record),
        // A snapshot is our own writing.
        before: channel.resumed('syslog') as string | null,
      })
      channel.addLogSink(sink)
      channel.hold('syslog', sink)
    })
  },
})

/** The stdout of a listener carries its protocol, and the key has no effect there (CFG-EVL-06). */
function isWanted({ name }: Channel, { config }: Process): boolean {
  if (name === 'stderr') return config.stderr_syslog
  return config.stdout_syslog && config.stdoutIsProtocol !== true
}
