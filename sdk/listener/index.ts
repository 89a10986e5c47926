// The listener SDK: be told by a supervisor, Reeve or the original, what happens. Loads no package.

export { type BatchOptions, listenInBatches, type Timers } from './batches.js'
export type { Connection, ConnectionReader } from './connection.js'
export { AlreadyAnsweredError } from './conversation.js'
export { ProtocolError } from './envelope-reader.js'
export * from './events.js'
export { type Handler, type HandlerOptions, type ListenOptions, listen } from './listen.js'
export { report, reportTo } from './report.js'
export { supervisorClient } from './supervisor-client.js'
