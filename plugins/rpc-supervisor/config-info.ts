// getAllConfigInfo: what the config file says of each process (RPC-53, RPC-67, RPC-68).

import {
  AUTO,
  type GroupConfig,
  type ProcessConfig,
  type ProcessGroup,
  type Supervisor,
  withoutPassword,
} from 'reeve/sdk'
import { toInt32, type XmlRpcValue } from 'reeve/sdk/xmlrpc'

/** One struct a process of the last-read config, sorted by process name. */
export function allConfigInfo(supervisor: Supervisor): XmlRpcValue {
  const infos = supervisor.lastReadConfig.groups.flatMap((group) => {
    const active = supervisor.groups.get(group.name)
    return group.processes.map((process) => configInfo(group, process, active))
  })
  return infos.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function configInfo(group: GroupConfig, config: ProcessConfig, active: ProcessGroup | undefined) {
  // A generated log has a path once the group runs from this very configuration.
  const running = active?.config === group ? active.processes.get(config.name) : undefined
  const orNone = (value: string | number | null): string | number => value ?? 'none'
  const logPath = (configured: string | null, path: string | null | undefined): string =>
    configured === AUTO ? (path ?? 'auto') : (configured ?? 'none')
  return {
    autostart: config.autostart,
    autorestart: config.autorestart,
    directory: orNone(config.directory),
    uid: orNone(config.user),
    command: config.command,
    exitcodes: config.exitcodes,
    group: group.name,
    group_prio: toInt32(group.priority),
    inuse: active !== undefined,
    killasgroup: config.killasgroup,
    name: config.name,
    process_prio: toInt32(config.priority),
    redirect_stderr: config.redirect_stderr,
    startretries: toInt32(config.startretries),
    startsecs: toInt32(config.startsecs),
    stdout_capture_maxbytes: toInt32(config.stdout_capture_maxbytes),
    stdout_events_enabled: config.stdout_events_enabled,
    stdout_logfile: logPath(config.stdout_logfile, running?.stdoutLog.path),
    stdout_logfile_backups: toInt32(config.stdout_logfile_backups),
    stdout_logfile_maxbytes: toInt32(config.stdout_logfile_maxbytes),
    stdout_syslog: config.stdout_syslog,
    stopsignal: config.stopsignal,
    stopwaitsecs: toInt32(config.stopwaitsecs),
    stderr_capture_maxbytes: toInt32(config.stderr_capture_maxbytes),
    stderr_events_enabled: config.stderr_events_enabled,
    stderr_logfile: logPath(config.stderr_logfile, running?.stderrLog.path),
    stderr_logfile_backups: toInt32(config.stderr_logfile_backups),
    stderr_logfile_maxbytes: toInt32(config.stderr_logfile_maxbytes),
    stderr_syslog: config.stderr_syslog,
    // Differs from Supervisor: a password in it is not shown.
    serverurl: config.serverurlAutomatic === true ? 'none' : withoutPassword(config.serverurl ?? 'none'),
  }
}
