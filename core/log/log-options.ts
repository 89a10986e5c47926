// The options of [supervisord] that concern the daemon's log, as the logger takes them.

import type { SupervisordConfig } from '../../sdk/config.js'
import type { DaemonLogOptions } from './logger.js'

export function logOptions(
  { logfile, loglevel, logformat, logfile_maxbytes, logfile_backups }: SupervisordConfig,
  syslog: DaemonLogOptions['syslog'],
): Pick<DaemonLogOptions, 'path' | 'syslog' | 'level' | 'format' | 'maxbytes' | 'backups'> {
  const toSyslog = logfile === 'syslog'
  return {
    path: toSyslog ? null : logfile,
    syslog: toSyslog ? (syslog ?? null) : null,
    level: loglevel,
    format: logformat,
    maxbytes: logfile_maxbytes,
    backups: logfile_backups,
  }
}
