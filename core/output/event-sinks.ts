// Sinks that tell of output rather than keep it: PROCESS_LOG and PROCESS_COMMUNICATION events, and the debug log.

import { createEvent, type SupervisorEvent } from '../../sdk/events.js'
import type { Channel, Sink } from '../../sdk/hooks.js'
import type { Logger } from '../../sdk/logger.js'
import { decodeOutput, pythonBytes } from '../../sdk/python-bytes.js'
import { childOutput, communicationEvent } from '../log/messages.js'

/** Tells of an event; `create` is called only when someone listens. */
export type Emit = (create: () => SupervisorEvent) => void

/** The unit of a PROCESS_LOG event: one read (EVT-27). */
export const EVENT_READ_BYTES = 131_072

export function createLogEventSink(channel: Channel, emit: Emit): Sink {
  const type = channel.name === 'stdout' ? 'PROCESS_LOG_STDOUT' : 'PROCESS_LOG_STDERR'
  return {
    write(bytes) {
      emit(() => {
        const { process, pid } = channel
        const data = Buffer.from(bytes)
        return createEvent(
          type,
          () =>
            `processname:${process.name} groupname:${process.group.name} pid:${pid} channel:${channel.name}\n${decodeOutput(data)}`,
        )
      })
    },
  }
}

/** Gives the function that tells of each captured text (LOG-41); the buffer is its own. */
export function createCommunicationEmitter(
  channel: Channel,
  emit: Emit,
  log: Logger,
): (data: Buffer) => void {
  const type = channel.name === 'stdout' ? 'PROCESS_COMMUNICATION_STDOUT' : 'PROCESS_COMMUNICATION_STDERR'
  const { process } = channel
  /** The first line of the payloads. The pid is known when there is output. */
  let head: string | undefined
  const headOf = () => `processname:${process.name} groupname:${process.group.name} pid:${channel.pid}\n`
  return (data) => {
    head ??= headOf()
    const line = head
    emit(() => createEvent(type, () => line + decodeOutput(data)))
    communicationEvent(log, process.name, channel.name)
  }
}

/** Repeats output in the daemon's log at level debug (LOG-25). */
export function createEchoSink(channel: Channel, log: Logger): Sink {
  const name = channel.process.name
  return { write: (bytes) => childOutput(log, name, channel.name, decodeOutput(bytes)) }
}

/** The same for a protocol: the bytes as Python shows them. */
export function createBytesEchoSink(channel: Channel, log: Logger): Sink {
  const name = channel.process.name
  return { write: (bytes) => childOutput(log, name, channel.name, pythonBytes(bytes)) }
}
