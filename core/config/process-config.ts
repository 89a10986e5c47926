// The configuration of one process from the typed values of its section.

import type { ProgramOptions } from '../../schemas/generated/types.js'
import type { ProcessConfig } from '../../sdk/config.js'
import type { Extensions } from './added-keys.js'
import type { SectionReader } from './option-reader.js'

/**
 * AUTO for `serverurl` stays open until the servers are known.
 *
 * Every option is written out: copies of `options`, which was put together key by key, would each be a hash table of
 * 3 KB, and all that a spawn asks of it a search.
 */
export function toProcessConfig(
  options: ProgramOptions,
  program: string,
  extensions: Extensions,
  { reading, section }: SectionReader,
): ProcessConfig {
  const automatic = options.serverurl.trim().toUpperCase() === 'AUTO'
  return {
    name: options.process_name,
    program,
    command: options.command,
    priority: options.priority,
    autostart: options.autostart,
    startsecs: options.startsecs,
    startretries: options.startretries,
    autorestart: options.autorestart,
    exitcodes: options.exitcodes,
    stopsignal: options.stopsignal,
    stopwaitsecs: options.stopwaitsecs,
    stopasgroup: options.stopasgroup,
    killasgroup: options.killasgroup,
    redirect_stderr: options.redirect_stderr,
    stdout_logfile: options.stdout_logfile,
    stdout_logfile_maxbytes: options.stdout_logfile_maxbytes,
    stdout_logfile_backups: options.stdout_logfile_backups,
    stdout_capture_maxbytes: options.stdout_capture_maxbytes,
    stdout_events_enabled: options.stdout_events_enabled,
    stdout_syslog: options.stdout_syslog,
    stderr_logfile: options.stderr_logfile,
    stderr_logfile_maxbytes: options.stderr_logfile_maxbytes,
    stderr_logfile_backups: options.stderr_logfile_backups,
    stderr_capture_maxbytes: options.stderr_capture_maxbytes,
    stderr_events_enabled: options.stderr_events_enabled,
    stderr_syslog: options.stderr_syslog,
    directory: options.directory ?? null,
    umask: options.umask ?? null,
    user: options.user ?? null,
    environment: { ...reading.environment, ...options.environment },
    serverurl: automatic ? null : options.serverurl || null,
    serverurlAutomatic: automatic,
    extensions,
    source: section.source,
    of: valuesOf,
  }
}

function valuesOf<Options extends object>(
  this: ProcessConfig,
  plugin: { readonly name: string } | string,
): Readonly<Partial<Options>> {
  const name = typeof plugin === 'string' ? plugin : plugin.name
  return (this.extensions[name] ?? {}) as Readonly<Partial<Options>>
}
