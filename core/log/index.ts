// The daemon's log as the host and the engine use it.

export { createTimestamp, formatLine, LEVEL_NUMBERS, LEVEL_WORDS } from './line-format.js'
export { logOptions } from './log-options.js'
export { createLogger, type DaemonLog, type DaemonLogOptions } from './logger.js'
export * as messages from './messages.js'
export { createSyslog, type Syslog } from './syslog.js'
