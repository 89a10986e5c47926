// The daemon's log as plugins write to it.

/** One method a level. A message is one line, without a newline at the end; it says who, what and what to do next. */
export interface Logger {
  critical(message: string): void
  error(message: string): void
  warn(message: string): void
  info(message: string): void
  debug(message: string): void
  trace(message: string): void
  blather(message: string): void
  /** True when messages of this level are written: ask before building an expensive one. */
  enabled(level: 'critical' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'blather'): boolean
}
