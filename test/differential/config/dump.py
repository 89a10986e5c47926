# Reads configs with the original's own parser and prints what it makes of them: one JSON line a config file.
# Usage: dump.py [-- options of supervisord] < list of paths
import json
import os
import shlex
import signal
import socket
import sys

from supervisor import options as reference
from supervisor.datatypes import Automatic, RestartUnconditionally, RestartWhenExitUnexpected


class Refused(Exception):
    pass


def posix_environment(text):
    # VER-05: the installed release splits without escapes; the one that Reeve follows does it like a POSIX shell.
    lexer = shlex.shlex(str(text), posix=True)
    lexer.wordchars += '/.+-():'
    tokens = list(lexer)
    pairs = {}
    for start in range(0, len(tokens), 4):
        piece = tokens[start:start + 3]
        if len(piece) != 3 or piece[1] != '=':
            raise ValueError("Unexpected end of key/value pairs in value '%s'" % text)
        pairs[piece[0]] = piece[2]
    return pairs


reference.dict_of_key_value_pairs = posix_environment


class Options(reference.ServerOptions):
    def usage(self, msg):
        raise Refused(str(msg))


def plain(value):
    if value is Automatic:
        return 'AUTO'
    if value is RestartUnconditionally:
        return True
    if value is RestartWhenExitUnexpected:
        return 'unexpected'
    if isinstance(value, signal.Signals):
        return int(value)
    return value


PROCESS = [
    'name', 'command', 'directory', 'umask', 'priority', 'autostart', 'autorestart', 'startsecs', 'startretries',
    'exitcodes', 'stopsignal', 'stopwaitsecs', 'stopasgroup', 'killasgroup', 'redirect_stderr', 'environment',
] + ['%s_%s' % (stream, key) for stream in ('stdout', 'stderr') for key in (
    'logfile', 'logfile_maxbytes', 'logfile_backups', 'capture_maxbytes', 'events_enabled', 'syslog')]

DAEMON = [
    'logfile', 'logfile_maxbytes', 'logfile_backups', 'pidfile', 'umask', 'minfds', 'minprocs', 'childlogdir',
    'directory', 'identifier',
]


def describe_process(config, options):
    result = {name: plain(getattr(config, name)) for name in PROCESS}
    result['user'] = config.uid
    result['serverurl'] = options.serverurl if config.serverurl is None else (config.serverurl or None)
    return result


def describe_server(server):
    chown = server.get('chown')
    result = {'section': server['section'], 'username': server['username'], 'password': server['password']}
    if server['family'] == socket.AF_UNIX:
        result.update(file=server['file'], chmod=server['chmod'], chown=list(chown))
    else:
        result.update(host=server['host'], port=server['port'])
    return result


def read(path, arguments):
    options = Options()
    try:
        options.realize(['-c', path] + arguments, doc='')
    except Refused as error:
        return {'error': str(error)}
    except Exception as error:
        return {'crash': repr(error)}
    groups = {}
    for group in options.process_group_configs:
        if group.name in groups:
            continue
        processes = {}
        for process in group.process_configs:
            processes[process.name] = describe_process(process, options)
        groups[group.name] = {
            'name': group.name, 'priority': group.priority, 'processes': list(processes.values())}
    daemon = {name: plain(getattr(options, name)) for name in DAEMON}
    daemon['loglevel'] = options.loglevel
    daemon['user'] = options.uid
    for flag in ('nodaemon', 'silent', 'nocleanup', 'strip_ansi'):
        daemon[flag] = bool(getattr(options, flag))
    daemon['environment'] = options.configroot.supervisord.environment
    return {
        'supervisord': daemon,
        'groups': list(groups.values()),
        'servers': [describe_server(server) for server in options.server_configs],
        'rpcinterfaces': [[name, values] for name, _, values in options.rpcinterface_factories],
        'warnings': options.parse_warnings,
        'infos': options.parse_infos,
    }


def main():
    sys.argv[0] = '/usr/bin/supervisord'
    arguments = sys.argv[2:]
    for line in sys.stdin:
        print(json.dumps(read(line.rstrip('\n'), arguments)), flush=True)


main()
