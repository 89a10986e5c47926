// `[stdout]`: the output of all programs on the daemon's own stdout. A reader that is slow makes the programs wait that
// write, and nobody else; nothing is lost.

import type { StdoutOptions } from 'reeve/schemas/types'
import {
  type Channel,
  definePlugin,
  isChosen,
  type Process,
  type Section,
  type Sink,
  type Supervisor,
} from 'reeve/sdk'
import { FORMS, type Format } from './forms.js'
import { createLineSink } from './line-sink.js'

const PATHS = { stdout: '/dev/stdout', stderr: '/dev/stderr' } as const
/** Other names of the same; a program that writes there by its own log file would appear twice. */
const OWN_OUTPUT = /^(\/dev\/(stdout|stderr|fd\/[12])|\/proc\/self\/fd\/[12])$/

export default definePlugin({
  name: 'stdout',
  sections: { stdout: 'single' },
  apply(supervisor, { sections: [section] }) {
    if (section === undefined) return
    if (!supervisor.config.supervisord.nodaemon) {
      supervisor.log.warn(
        '[stdout] has no effect in the background: there is no stdout; start supervisord with -n or nodaemon=true',
      )
      return
    }
    tapChannels(supervisor, section)
  },
})

function tapChannels(supervisor: Supervisor, section: Section): void {
  const { format, programs, stderr } = section.values as unknown as StdoutOptions
  const form = FORMS[format as Format]
  const outputs = new Map<string, Sink | null>()
  const outputOf = (channel: Channel): Sink | null => {
    const path = channel.name === 'stdout' ? PATHS.stdout : stderr === 'none' ? null : PATHS[stderr]
    if (path === null) return null
    let output = outputs.get(path)
    if (output === undefined) {
      output = open(supervisor, path)
      outputs.set(path, output)
    }
    return output
  }
  supervisor.hooks.channelOpen.tap('stdout', (channel, process) => {
    if (!isChosen(programs, process.group.name, process.name) || isElsewhere(channel, process)) return
    const output = outputOf(channel)
    if (output === null) return
    const render = form(channel, process, supervisor.clock)
    // A snapshot is our own writing.
    const before = channel.resumed('stdout') as string | null
    const sink = createLineSink({ output, render, before })
    channel.addLogSink(sink)
    channel.hold('stdout', sink)
  })
}

function open(supervisor: Supervisor, path: string): Sink | null {
  try {
    return supervisor.openSink(path)
  } catch (error) {
    supervisor.log.error(
      `[stdout] cannot open ${path}: ${error instanceof Error ? error.message : String(error)}`,
    )
    return null
  }
}

/** The stdout of a listener is its protocol, and some programs are there by their own log file. */
function isElsewhere({ name }: Channel, { config, stdoutLog, stderrLog }: Process): boolean {
  if (name === 'stdout' && config.stdoutIsProtocol === true) return true
  const { path } = name === 'stdout' ? stdoutLog : stderrLog
  return path !== null && OWN_OUTPUT.test(path)
}
