// Generated from schemas/*.schema.json by `npm run generate`. Do not edit.

/** `[unix_http_server]`: Serves supervisorctl and other clients of this machine on a unix socket. A suffix (`[unix_http_server:admin]`) allows several. */
export interface UnixHttpServerOptions {
  /** The path of the socket, less than 100 bytes long. Choose a directory that only the operators can enter; /tmp lets others take the name first. */
  readonly file: string
  /** Mode of the socket, octal. Whoever may write to it may run every command. 0770 with a chown to a group lets that group in. */
  readonly chmod: number
  /** Owner of the socket as user or user:group, by name or number. Only root can give it away. */
  readonly chown?: { readonly uid: number; readonly gid: number }
  /** Ask for this name and the password. File permissions are usually the better guard for a unix socket. */
  readonly username?: string
  /** The password in plain text, or {SHA} and its SHA-1 digest in hexadecimal. A percent sign is written twice. */
  readonly password?: string
}

/** `[inet_http_server]`: Serves the web interface and clients over TCP. Whoever reaches it can run every command, so guard it. A suffix (`[inet_http_server:admin]`) allows several. */
export interface InetHttpServerOptions {
  /** host:port, or a port alone (or *:port) for all interfaces; an IPv6 address stands in brackets. Choose 127.0.0.1 unless other machines must connect. */
  readonly port: { readonly host: string; readonly port: number }
  /** Ask for this name and the password. Always set both when the server can be reached from other machines. */
  readonly username?: string
  /** The password in plain text, or {SHA} and its SHA-1 digest in hexadecimal. A percent sign is written twice. */
  readonly password?: string
  /** A second name, with readonly_password, for those who may look and change nothing, in XML-RPC too. */
  readonly readonly_username?: string
  /** The password of readonly_username, written like password. */
  readonly readonly_password?: string
  /** Names under which browsers reach this server beside addresses, localhost and the machine's own name: what a proxy in front is called. Other names are refused, because a page of another site could have bent one to this address; with a password, only where this option is set. */
  readonly allowed_hosts?: readonly string[]
  /** Serve https with this certificate (PEM, with its chain). Needs tls_key. The files are read again at a reload, by then as the user of [supervisord]. */
  readonly tls_cert?: string
  /** The private key of tls_cert (PEM, without a passphrase). The user of [supervisord], and nobody else, must be able to read it. */
  readonly tls_key?: string
  /** Let only clients in whose certificate one of these authorities (PEM) has signed. */
  readonly tls_client_ca?: string
}

/** `[supervisord]`: The daemon itself. The section must exist, but may be empty. A command-line option wins over the key of the same name. */
export interface SupervisordOptions {
  /** The daemon's own log; the word syslog sends it to syslog. A relative path counts from the directory in which supervisord was started, so prefer an absolute one. In a container choose /dev/stdout with logfile_maxbytes=0, or nodaemon=true with /dev/null. */
  readonly logfile: string
  /** Size (KB, MB, GB) at which the log is rotated; 0 never rotates. Choose 0 when logrotate or a pipe takes care of it. */
  readonly logfile_maxbytes: number
  /** How many rotated files are kept. 0 empties the file instead. */
  readonly logfile_backups: number
  /** How much is logged, from critical (least) to blather (most). info tells every start, stop and exit; debug adds what the processes write. */
  readonly loglevel: 'critical' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'blather'
  /** text writes Supervisor's lines, json one JSON object a line. Choose json when a collector parses the log, text when people or existing log scrapers read it. */
  readonly logformat: 'text' | 'json'
  /** Where the daemon writes its pid. Prefer an absolute path in /run; /dev/null where nothing reads it. */
  readonly pidfile: string
  /** File mode bits that are taken away from what the daemon and its children create, octal. It takes effect only when supervisord daemonizes. */
  readonly umask: number
  /** Stay in the foreground and show the log. Choose true in containers and under systemd. */
  readonly nodaemon: boolean
  /** In the foreground, do not show the log on stdout. Choose true when the log file is read anyway. */
  readonly silent: boolean
  /** File descriptors that must be available; the soft limit is raised to it, and children inherit that. Each running process needs about five in supervisord: choose at least 5 x processes + 100, and more when the programs themselves open many files. */
  readonly minfds: number
  /** Processes that the user must be allowed to have; the soft limit is raised to it. Count the children of your programs too. */
  readonly minprocs: number
  /** Keep the AUTO log files of an earlier run. Choose true while hunting a fault that ends with a restart. */
  readonly nocleanup: boolean
  /** Where AUTO log files are made; without a value the system's temporary directory. Choose a directory of this instance's own. */
  readonly childlogdir?: string
  /** Become this user (name or uid) at start. Choose root to say that running as root is meant; programs that set their own user need it. */
  readonly user?: string
  /** Change to this directory when daemonizing. Without a value the daemon stays where it was started and keeps that file system busy. */
  readonly directory?: string
  /** Remove ANSI colour codes from child logs. Choose true when programs insist on colours and the logs are read by tools. */
  readonly strip_ansi: boolean
  /** Variables for all children, as KEY="value" pairs separated by commas; usable as %(ENV_KEY)s in the sections of programs. The daemon's own environment does not change. */
  readonly environment: Readonly<Record<string, string>>
  /** The name by which clients and event listeners know this instance; also part of AUTO log names. Give every instance on a machine its own. */
  readonly identifier: string
}

/** `[rpcinterface:x]`: Adds the XML-RPC namespace x. All other keys of the section are given to the factory as strings. */
export interface RpcinterfaceOptions {
  /** Who makes the namespace: a well-known Python name, which stands for the built-in of the same purpose, or module:factory of a JavaScript module (a package or a path). */
  readonly 'supervisor.rpcinterface_factory': string
}

/** `[supervisorctl]`: How supervisorctl reaches supervisord. It is read from the main file only; a command-line option wins. */
export interface SupervisorctlOptions {
  /** http://host:port or unix:///path, the address of one of the servers of this file. */
  readonly serverurl: string
  /** The name that the server asks for. */
  readonly username?: string
  /** The password in plain text, also where the server has its digest. A percent sign is written twice. */
  readonly password?: string
  /** What the interactive shell shows before `> `. Choose the machine's name where several are in use. */
  readonly prompt: string
  /** Keeps the commands of the interactive shell. Without a value nothing is kept. */
  readonly history_file?: string
  /** For an https serverurl: a PEM file with the authorities, or the one certificate, that the server must have its certificate from. Without a value those that Node knows. */
  readonly tls_ca?: string
  /** For a server with tls_client_ca: a PEM file with the certificate that shows who asks. It needs tls_key. */
  readonly tls_cert?: string
  /** The private key of tls_cert, a PEM file that only you can read. */
  readonly tls_key?: string
}

/** `[program:x]`: A command to run and keep running. The name after the colon is the program's name; without a [group:x] that lists it, the program also forms a group of that name. */
export interface ProgramOptions {
  /** The program and its arguments, split like a POSIX shell splits words, but run without a shell: no variables, pipes or redirections. Choose a command that stays in the foreground; one that daemonizes itself looks like it has exited. Use `sh -c "exec ..."` where a shell is needed, with exec so that signals reach the real program. */
  readonly command: string
  /** How each process is called. With numprocs above 1 it must contain %(process_num), and zero-padding (02d) keeps listings in order. Blanks, colons and slashes are not allowed. */
  readonly process_name: string
  /** How many copies to run. For workers that keep one CPU busy start with the number of cores; for workers that mostly wait choose more. 0 keeps the group without processes. */
  readonly numprocs: number
  /** The first value of process_num. Set it when the number is used as a port offset or an instance id that must not begin at 0. */
  readonly numprocs_start: number
  /** Low numbers start first and stop last. It is an order, not a dependency: nothing waits for a program to be ready. Leave gaps (100, 200, ...) so that another program fits in between. */
  readonly priority: number
  /** Start together with supervisord. Choose false for maintenance jobs that someone starts by hand. */
  readonly autostart: boolean
  /** Seconds a process must stay up to count as started. Choose a little more than the time in which a broken start shows (a port in use, a missing module). 0 is for commands that may end at once. */
  readonly startsecs: number
  /** How many failed starts in a row are retried before the process becomes FATAL. Each retry waits a second longer than the one before: 3 gives up after about 6 seconds, 10 after about a minute. Choose more where the cause may heal by itself, such as a database that is still starting. */
  readonly startretries: number
  /** Restart a process that ended after it was started: true always, false never, unexpected when its exit code is not in exitcodes or a signal ended it. Choose true for services, unexpected for jobs that may finish, false for one-shot commands. */
  readonly autorestart: true | false | 'unexpected'
  /** Exit codes, separated by commas, that count as a proper end for autorestart=unexpected. */
  readonly exitcodes: readonly number[]
  /** The signal that asks the program to end, as a name with or without SIG or as a number. Choose the one for which the program finishes its work: QUIT for nginx and php-fpm, INT for many Python servers. */
  readonly stopsignal: number
  /** Seconds between stopsignal and SIGKILL. Choose longer than the longest piece of work that must not be cut off. */
  readonly stopwaitsecs: number
  /** Send stopsignal to the whole process group. Choose true when the command is a shell or a launcher that does not pass signals on. It turns killasgroup on too. */
  readonly stopasgroup: boolean
  /** Send SIGKILL to the whole process group, so that no child of the program survives it. Without a value it follows stopasgroup; false together with stopasgroup=true is an error. */
  readonly killasgroup: boolean
  /** Run as this user (name or uid, with its groups). It works only when supervisord runs as root. HOME, USER and PATH stay as they are: set them in environment where the program needs them. */
  readonly user?: number
  /** Give the process one pipe for both streams, so that stderr stands in the stdout log in the order it was written. */
  readonly redirect_stderr: boolean
  /** Where stdout goes: a path, AUTO for a generated file in childlogdir that is deleted at the next start of supervisord, or NONE: /dev/null, unless events, a capture or a plugin want the output when the program is started. In a container choose /dev/stdout with stdout_logfile_maxbytes=0. */
  readonly stdout_logfile: string | null
  /** Size (KB, MB, GB) at which the log is rotated; 0 never rotates. At most maxbytes x (backups + 1) of disk is used per stream and process. */
  readonly stdout_logfile_maxbytes: number
  /** How many rotated files are kept. 0 empties the file instead. */
  readonly stdout_logfile_backups: number
  /** Bytes that are kept of what the process writes between the capture tokens, to be sent as a PROCESS_COMMUNICATION event; 0 turns capture off. Choose the largest message that a listener must receive whole. */
  readonly stdout_capture_maxbytes: number
  /** Send a PROCESS_LOG event for what the process writes. Turn it on only for programs whose output a listener reads: every piece of output becomes an event. */
  readonly stdout_events_enabled: boolean
  /** Send stdout to syslog too, each line with the process name. The log file is written all the same; set it to NONE for syslog alone. */
  readonly stdout_syslog: boolean
  /** Where stderr goes; the values of stdout_logfile. Without effect when redirect_stderr is true. */
  readonly stderr_logfile: string | null
  /** Size (KB, MB, GB) at which the stderr log is rotated; 0 never rotates. */
  readonly stderr_logfile_maxbytes: number
  /** How many rotated stderr files are kept. 0 empties the file instead. */
  readonly stderr_logfile_backups: number
  /** As stdout_capture_maxbytes, for stderr. Without effect when redirect_stderr is true. */
  readonly stderr_capture_maxbytes: number
  /** As stdout_events_enabled, for stderr. */
  readonly stderr_events_enabled: boolean
  /** As stdout_syslog, for stderr. */
  readonly stderr_syslog: boolean
  /** Variables for the process, as KEY="value" pairs separated by commas, over those of [supervisord]. Always quote values: an unquoted blank, $ or # cuts the value short. */
  readonly environment: Readonly<Record<string, string>>
  /** The process's working directory. Set it whenever the program opens files by relative paths. */
  readonly directory?: string
  /** File mode bits that are taken away from what the process creates, octal. Without a value the process keeps supervisord's. 027 keeps other users out. */
  readonly umask?: number
  /** What the process finds in SUPERVISOR_SERVER_URL. AUTO is the first unix server, else the last inet server. Set it only when the process must reach supervisord by another address. */
  readonly serverurl: string
}

/** `[fcgi-program:x]`: A program that serves a listening socket which it finds as its stdin, as FastCGI programs do: one socket for all numprocs of the section. Takes every option of [program:x] too and needs a command. */
export interface FcgiProgramOptions {
  /** Where clients connect: unix:///absolute/path, or tcp://host:port with an IPv6 address in brackets. A unix socket is the better choice for a web server on this machine, because its mode says who may connect. */
  readonly socket: string
  /** How many clients may wait to be accepted, from 1 to 65535. Left out it is as many as the system allows; choose a small number to have an overloaded program refuse clients early. */
  readonly socket_backlog?: number
  /** Owner of a unix socket as user or user:group. Left out it is the user of the program with that user's group. Name the web server's group here and let it in with socket_mode. Only root can give a socket away. */
  readonly socket_owner?: { readonly uid: number; readonly gid: number }
  /** Mode of a unix socket, octal; 0700 when left out, so that only the owner may connect. 0770 lets the group in. */
  readonly socket_mode?: number
  /** The place of the group among the others, and of the processes in it: lower ones start first and stop last. */
  readonly priority: number
}

/** `[group:x]`: Programs that are started, stopped and updated together under one name. A program that a group lists no longer forms a group of its own; its processes are called group:process. */
export interface GroupOptions {
  /** Names of programs, separated by commas. A change to one of them restarts the whole group at the next update, so put together only what belongs together. */
  readonly programs: readonly string[]
  /** The group's place among all groups: low numbers start first and stop last. */
  readonly priority: number
}

/** `[eventlistener:x]`: A pool of processes that are told what happens: each event that the pool wants goes to one of them, through its stdin, and is answered on its stdout. All keys of [program:x] apply, with the differences below; stdout belongs to the protocol, so redirect_stderr must be false, and stdout_capture_maxbytes and stdout_events_enabled have no effect. */
export interface EventlistenerOptions {
  /** Names of event types, separated by commas; a parent such as PROCESS_STATE or EVENT stands for all below it. Choose as few as the listener needs: each one wakes it. */
  readonly events: readonly string[]
  /** How many events wait while every listener of the pool is busy; when one more comes, the oldest is dropped and the log says so. Without a value it is 10, and up to 10000 until the pool has caught up after its start, so that nothing is lost at boot. Choose more where events come in bursts; a value that is written is obeyed exactly. */
  readonly buffer_size?: number
  /** Who judges the answers: module:function of a JavaScript module (a package or a path) that gets the event and the bytes of the answer, and throws a RejectEvent to have the event delivered again. Without a value OK accepts and everything else rejects. */
  readonly result_handler?: string
  /** The pool's place among all groups. -1 starts it before the programs and stops it after them, so that it hears of everything. A value that is written is also the priority of its processes, which is 999 otherwise. */
  readonly priority: number
  /** Must be false: stderr in the same pipe would disturb the protocol. */
  readonly redirect_stderr: boolean
  /** What len in the header of an event counts: characters, as Supervisor does, or with true the bytes of the payload. Choose true for listeners that read bytes, such as those in Go, C or Node; listeners that use Supervisor's childutils read characters. */
  readonly len_in_bytes: boolean
}

/** `[include]`: More files that belong to this configuration. Only supervisord reads them: [supervisorctl] must stand in the main file. An [include] inside an included file is ignored. */
export interface IncludeOptions {
  /** Paths separated by blanks, with the wildcards * ? and []; relative ones count from the directory of this file. Files are read in the order of the patterns, those of one pattern by name; what is read later wins. Numbered names (10-web.conf) make the order visible. */
  readonly files: string
}

/** `[plugin:x]`: Loads a plugin into supervisord. All other keys of the section are given to the plugin as strings. */
export interface PluginOptions {
  /** A path (relative to this file) or the name of an installed package. A plugin runs with the rights of supervisord: load only what you trust. */
  readonly module: string
}

/** `[ctlplugin:x]`: Adds commands to supervisorctl. All other keys of the section are given to the factory as strings. */
export interface CtlpluginOptions {
  /** Who makes the commands: module:factory of a JavaScript module (a package or a path). */
  readonly 'supervisor.ctl_factory': string
}

/** `[crashmail], [crashmail:x]`: Sends mail when programs end unexpectedly: with an exit code that is none of `exitcodes`, or by a signal. Several sections may send to several people. A mail that cannot be sent is tried again; meanwhile at most 20 wait. */
export interface CrashmailOptions {
  /** Who gets the mail about crashes, separated by commas. */
  readonly to: readonly string[]
  /** The sender. Without a value sendmail puts its own, and by SMTP it is supervisor@ and the name of this machine, which many servers refuse: then write an address that they know. */
  readonly from?: string
  /** The mail server: smtp:// (port 25) or smtps:// (port 465). Keep the password in the environment; it appears in no log. With a password STARTTLS is required, else it is used where the server has it; ?tls=required, ?tls=offered or ?tls=never decides. Certificates are checked, except on this machine. Choose it where there is no local sendmail. */
  readonly smtp_url?: string
  /** The command that sends the mail when there is no smtp_url: it is run by a shell, with the whole message on its stdin, and must end within a minute. */
  readonly sendmail: string
  /** Whose: names, group:name or group:*; empty means every process. */
  readonly programs: readonly string[]
  /** Seconds in which they are collected into one mail, from the first on. 0 sends one for each at once; choose more where one cause takes many programs down. */
  readonly interval: number
  /** The subject of the mail. Name the machine where there are several. */
  readonly subject: string
}

/** `[fatalmail], [fatalmail:x]`: Sends mail when a program could not be started and `startretries` are used up (state FATAL): from then on nobody but an operator starts it. Otherwise as [crashmail]. */
export interface FatalmailOptions {
  /** Who gets the mail about programs that are given up, separated by commas. */
  readonly to: readonly string[]
  /** The sender. Without a value sendmail puts its own, and by SMTP it is supervisor@ and the name of this machine, which many servers refuse: then write an address that they know. */
  readonly from?: string
  /** The mail server: smtp:// (port 25) or smtps:// (port 465). Keep the password in the environment; it appears in no log. With a password STARTTLS is required, else it is used where the server has it; ?tls=required, ?tls=offered or ?tls=never decides. Certificates are checked, except on this machine. Choose it where there is no local sendmail. */
  readonly smtp_url?: string
  /** The command that sends the mail when there is no smtp_url: it is run by a shell, with the whole message on its stdin, and must end within a minute. */
  readonly sendmail: string
  /** Whose: names, group:name or group:*; empty means every process. */
  readonly programs: readonly string[]
  /** Seconds in which they are collected into one mail, from the first on. 0 sends one for each at once; choose more where one cause takes many programs down. */
  readonly interval: number
  /** The subject of the mail. Name the machine where there are several. */
  readonly subject: string
}

/** `[httpok:x]`: Asks for a page again and again, and restarts programs when the answer is wrong or does not come: for those that hang without ending. */
export interface HttpokOptions {
  /** What is asked for with GET. Redirects are not followed: name the page itself, or expect their status. */
  readonly url: string
  /** What is restarted when the answer is wrong: names, group:name or group:*. Only processes that are RUNNING are. */
  readonly programs: readonly string[]
  /** Restart every process that is RUNNING, event listeners excepted, in place of programs. */
  readonly any: boolean
  /** Seconds from the end of one check to the next. Choose more than the programs need to come up, or they are restarted while they do. */
  readonly interval: number
  /** Seconds for the whole answer. A refused connection is tried again every second of it, as a program may just be starting. */
  readonly timeout: number
  /** The status codes that are right. */
  readonly status: readonly string[]
  /** A text that must be in the body, within its first megabyte; without a value the body is of no matter. */
  readonly body?: string
  /** So many wrong answers in a row before anything is restarted. Choose more where a single slow answer is no reason. */
  readonly failures: number
  /** Leave processes alone that have run for less than so many seconds: the time that they need to answer after a start. */
  readonly grace: number
  /** Check also while none of the programs is RUNNING. Choose false to hear nothing of programs that are stopped on purpose. */
  readonly eager: boolean
  /** A folder for a core dump of each process before it is restarted, written by gcore; without a value none is taken. */
  readonly coredir?: string
  /** The command that writes a core dump: a file name and a pid are put behind it, and a shell runs it. */
  readonly gcore: string
  /** Who gets a mail about each restart, separated by commas; empty means nobody. */
  readonly to: readonly string[]
  /** The sender. Without a value sendmail puts its own, and by SMTP it is supervisor@ and the name of this machine, which many servers refuse: then write an address that they know. */
  readonly from?: string
  /** The mail server: smtp:// (port 25) or smtps:// (port 465). Keep the password in the environment; it appears in no log. With a password STARTTLS is required, else it is used where the server has it; ?tls=required, ?tls=offered or ?tls=never decides. Certificates are checked, except on this machine. Choose it where there is no local sendmail. */
  readonly smtp_url?: string
  /** The command that sends the mail when there is no smtp_url: it is run by a shell, with the whole message on its stdin, and must end within a minute. */
  readonly sendmail: string
}

/** `[memmon]`: Restarts programs that use too much memory (Linux). Of several limits that concern a program each counts. The program memmon, for `[eventlistener:x]`, does the same with the options of superlance's. */
export interface MemmonOptions {
  /** Limits of single processes, by their name or as group:name. Choose a size that a healthy process never has: look at what it uses after days, not after a start. */
  readonly programs: readonly string[]
  /** Limits for each process of a group, by the group's name. */
  readonly groups: readonly string[]
  /** The limit for every process there is, event listeners included. A guard for the machine: choose it well above what any of them needs. */
  readonly any?: number
  /** Count the descendants of a process too, as is right for a shell script or a server with workers. Pages that they share count for each of them: choose false, or larger limits, where many workers share much. */
  readonly cumulative: boolean
  /** Seconds between two looks. A look costs some ten microseconds a process; choose less where memory runs away quickly. */
  readonly interval: number
  /** Who gets a mail about each restart; empty sends none. */
  readonly to: readonly string[]
  /** The sender. Without a value sendmail puts its own, and by SMTP it is supervisor@ and the name of this machine, which many servers refuse: then write an address that they know. */
  readonly from?: string
  /** The mail server: smtp:// (port 25) or smtps:// (port 465). Keep the password in the environment; it appears in no log. With a password STARTTLS is required, else it is used where the server has it; ?tls=required, ?tls=offered or ?tls=never decides. Certificates are checked, except on this machine. Choose it where there is no local sendmail. */
  readonly smtp_url?: string
  /** The command that sends the mail when there is no smtp_url: it is run by a shell, with the whole message on its stdin, and must end within a minute. */
  readonly sendmail: string
  /** Send no mail about a process that ran longer than so many seconds; 0 always sends. Choose a time where a restart now and then is normal, and only frequent ones are news. */
  readonly mail_within: number
}

/** `[prometheus]`: Serves metrics for Prometheus on the HTTP servers of this file, behind their username and password. The names are those of node_exporter's supervisord collector and of supervisord_exporter, so that their dashboards and alerts go on working. */
export interface PrometheusOptions {
  /** The path of the page. Keep /metrics unless a proxy gives that path to something else. */
  readonly path: string
  /** The server sections that serve it, by their headers; empty means all. Name one where Prometheus comes in by a port of its own. */
  readonly servers: readonly string[]
}

/** `[stdout]`: Puts the output of all programs on the daemon's own stdout, line by line, beside their log files: for containers, and for whoever runs supervisord in the foreground. */
export interface StdoutOptions {
  /** prefix puts `name stdout | ` before each line, json writes an object with time, group, process, pid, stream and line, plain writes lines as they are. Choose json for collectors, plain where the programs themselves write JSON. */
  readonly format: 'prefix' | 'json' | 'plain'
  /** Whose: names, group:name or group:*; empty means every program. */
  readonly programs: readonly string[]
  /** Where their stderr goes: to the daemon's stdout too, to its stderr, or nowhere but into the log files. */
  readonly stderr: 'stdout' | 'stderr' | 'none'
}

/** `[webhook:x]`: Sends chosen events to a URL, as JSON or as a message for Slack, Discord or Teams. While the target is away events wait, up to a bound; the daemon never waits for it. */
export interface WebhookOptions {
  /** Where events are posted. Often it is a secret by itself: keep it in the environment, and this file free of it. Only scheme and host ever appear in a log. */
  readonly url: string
  /** Event types; a parent stands for all below it. Ticks are made for event listeners only. */
  readonly events: readonly string[]
  /** Send PROCESS_STATE_EXITED also for exits with one of `exitcodes`. Choose true where a job's end is news. */
  readonly expected_exits: boolean
  /** json has every field of each event; the others are one message for people. teams is an Adaptive Card, as Teams workflows take it. */
  readonly format: 'json' | 'slack' | 'discord' | 'teams'
  /** The text of one event. Known are identifier, host, event, message, time, process, group, namespec, from_state, pid, tries, expected and data; what an event does not have is empty. */
  readonly template: string
  /** Signs each body: the header X-Reeve-Signature-256 is `sha256=` and the HMAC-SHA256 of the body with this key, in hexadecimal. The receiver should compare it, for anybody can send to its URL. */
  readonly secret?: string
  /** Headers to send along. */
  readonly headers: Readonly<Record<string, string>>
  /** Seconds for one attempt, from the name lookup to the answer's status. */
  readonly timeout: number
  /** Further attempts after one that failed, 1, 2, 4 ... at most 60 seconds apart, each with some chance in it. 8 attempts bridge some three minutes. An answer that refuses for good (most of 4xx) is not tried again. */
  readonly retries: number
  /** How many events may wait. More than that, and the oldest are dropped and counted. */
  readonly queue_size: number
  /** Collect events for so long before they are sent together, at most 50 in a request. Choose some seconds where one cause ends many programs; 0 sends at once, and together only what came while a request was under way. */
  readonly batch_seconds: number
  /** A file of certificates (PEM) that sign the target's, in place of the public authorities. Needed for a target with a certificate of one's own. */
  readonly tls_ca?: string
}
