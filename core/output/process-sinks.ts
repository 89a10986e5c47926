// The sinks of one channel, put together at spawn from what its program asks for: nothing is decided for each byte.

import type { ProcessConfig } from '../../sdk/config.js'
import type { Sink } from '../../sdk/hooks.js'
import type { Logger } from '../../sdk/logger.js'
import { tee } from './bounded-sink.js'
import { createCapture, type SavedCapture } from './capture.js'
import type { OutputChannel } from './channel.js'
import {
  createBytesEchoSink,
  createCommunicationEmitter,
  createEchoSink,
  createLogEventSink,
  type Emit,
  EVENT_READ_BYTES,
} from './event-sinks.js'
import { createAnsiStripper, type Inside } from './strip-ansi.js'

export interface ProcessSinksOptions {
  readonly channel: OutputChannel
  readonly config: ProcessConfig
  /** What `ChildLog.openSink` gave. */
  readonly file: Sink | null
  /** `[supervisord] strip_ansi`. */
  readonly stripAnsi: boolean
  readonly log: Logger
  readonly emit: Emit
  /**
   * The channel carries a protocol (a listener's stdout): its file may still be stripped, but it has no capture and no
   * events, and its echo shows the bytes as they are; its plugin adds what it needs.
   */
  readonly isProtocol?: boolean
}

/**
 * Adds to the channel: its file, the log sinks that plugins added, PROCESS_LOG events, capture and the debug echo,
 * behind strip_ansi.
 */
export function addProcessSinks(options: ProcessSinksOptions): void {
  const { channel, config, file, stripAnsi, log, emit, isProtocol = false } = options
  const isStdout = channel.name === 'stdout'
  const wantsEvents = isStdout ? config.stdout_events_enabled : config.stderr_events_enabled
  const captureBytes = isStdout ? config.stdout_capture_maxbytes : config.stderr_capture_maxbytes
  if (isProtocol) {
    if (log.enabled('debug')) channel.addSink(createBytesEchoSink(channel, log))
    const [first, ...others] = file === null ? channel.logSinks : [file, ...channel.logSinks]
    if (first === undefined) return
    const sink = others.length === 0 ? first : tee(first, others)
    channel.addSink(stripAnsi ? stripped(sink, channel) : sink)
    return
  }

  const echo = log.enabled('debug') ? createEchoSink(channel, log) : null
  const takers: Sink[] = []
  if (file !== null) takers.push(file)
  takers.push(...channel.logSinks)
  if (wantsEvents) takers.push(createLogEventSink(channel, emit))
  if (echo !== null) takers.push(echo)
  const [first = DISCARD, ...others] = takers
  let sink = others.length === 0 ? first : tee(first, others)

  if (captureBytes > 0) {
    const tellOf = createCommunicationEmitter(channel, emit, log)
    const capture = createCapture({
      maxbytes: captureBytes,
      next: sink,
      before: channel.resumed(CAPTURE) as SavedCapture | null,
      onCaptured(bytes) {
        // Differs from Supervisor: captured text makes no PROCESS_LOG event, as its manual says (LOG-45).
        echo?.write(bytes)
        tellOf(bytes)
      },
    })
    channel.hold(CAPTURE, capture)
    sink = capture
  }
  if (wantsEvents || captureBytes > 0) channel.limitReads(EVENT_READ_BYTES)
  if (sink === DISCARD) return
  channel.addSink(stripAnsi ? stripped(sink, channel) : sink)
}

// What was held is our own writing.
const CAPTURE = 'capture'
const STRIP_ANSI = 'strip_ansi'

function stripped(sink: Sink, channel: OutputChannel): Sink {
  const stripper = createAnsiStripper(sink, channel.resumed(STRIP_ANSI) as Inside | null)
  channel.hold(STRIP_ANSI, stripper)
  return stripper
}

const DISCARD: Sink = { write() {} }
