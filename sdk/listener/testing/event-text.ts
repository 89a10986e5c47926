// Payloads as the supervisor writes them, for tests: the reverse of `payload.ts`.

import type { ConcreteEventType, EventFields } from '../events.js'

/** What a test may say of an event; the rest is made up (`web`, pid 1234, from RUNNING). */
export type Fields<Type extends ConcreteEventType> = Partial<
  Omit<Extract<EventFields, { readonly type: Type }>, 'type' | 'namespec' | 'channel'>
>

interface AnyFields {
  readonly processName?: string
  readonly groupName?: string
  readonly fromState?: string
  readonly tries?: number
  readonly pid?: number
  readonly expected?: boolean
  readonly data?: string
  readonly messageType?: string
  readonly when?: number
}

type Write = (fields: AnyFields) => string

const WRITERS: Readonly<Record<ConcreteEventType, Write>> = {
  PROCESS_STATE_STARTING: (fields) => `${change(fields, 'STOPPED')} tries:${fields.tries ?? 0}`,
  PROCESS_STATE_RUNNING: (fields) => `${change(fields, 'STARTING')} ${pid(fields)}`,
  PROCESS_STATE_BACKOFF: (fields) => `${change(fields, 'STARTING')} tries:${fields.tries ?? 1}`,
  PROCESS_STATE_STOPPING: (fields) => `${change(fields, 'RUNNING')} ${pid(fields)}`,
  PROCESS_STATE_EXITED: (fields) =>
    `${change(fields, 'RUNNING')} expected:${fields.expected === true ? 1 : 0} ${pid(fields)}`,
  PROCESS_STATE_STOPPED: (fields) => `${change(fields, 'STOPPING')} ${pid(fields)}`,
  PROCESS_STATE_FATAL: (fields) => change(fields, 'BACKOFF'),
  PROCESS_STATE_UNKNOWN: (fields) => change(fields, 'STOPPING'),
  PROCESS_LOG_STDOUT: (fields) => `${process(fields)} ${pid(fields)} channel:stdout\n${fields.data ?? ''}`,
  PROCESS_LOG_STDERR: (fields) => `${process(fields)} ${pid(fields)} channel:stderr\n${fields.data ?? ''}`,
  PROCESS_COMMUNICATION_STDOUT: (fields) => `${process(fields)} ${pid(fields)}\n${fields.data ?? ''}`,
  PROCESS_COMMUNICATION_STDERR: (fields) => `${process(fields)} ${pid(fields)}\n${fields.data ?? ''}`,
  REMOTE_COMMUNICATION: ({ messageType = 'message', data = '' }) => `type:${messageType}\n${data}`,
  SUPERVISOR_STATE_CHANGE_RUNNING: () => '',
  SUPERVISOR_STATE_CHANGE_STOPPING: () => '',
  TICK_5: ({ when = 0 }) => `when:${when}`,
  TICK_60: ({ when = 0 }) => `when:${when}`,
  TICK_3600: ({ when = 0 }) => `when:${when}`,
  PROCESS_GROUP_ADDED: ({ groupName = 'web' }) => `groupname:${groupName}\n`,
  PROCESS_GROUP_REMOVED: ({ groupName = 'web' }) => `groupname:${groupName}\n`,
}

/** The payload of one event. */
export function eventText<Type extends ConcreteEventType>(type: Type, fields: Fields<Type> = {}): string {
  const write = Object.hasOwn(WRITERS, type) ? WRITERS[type] : undefined
  // For tests in plain JavaScript: elsewhere the type checker says it.
  if (write === undefined) {
    throw new TypeError(
      `there is no event type ${type}; those of plugins are sent with sendText(type, payload)`,
    )
  }
  return write(fields as AnyFields)
}

function process({ processName = 'web', groupName = processName }: AnyFields): string {
  return `processname:${processName} groupname:${groupName}`
}

function change(fields: AnyFields, from: string): string {
  return `${process(fields)} from_state:${fields.fromState ?? from}`
}

function pid({ pid = 1234 }: AnyFields): string {
  return `pid:${pid}`
}
