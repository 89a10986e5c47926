// What `supervisorctl -h` prints.

export function usageText(program: string): string {
  return `supervisorctl -- tell a running supervisord what to do

Usage: ${program} [options] [action [arguments]]

Options:
-c/--configuration FILENAME -- the configuration file (looked for when not given)
-h/--help -- print this text and exit
-i/--interactive -- ask for confirmation and for credentials, as the shell does
-s/--serverurl URL -- where supervisord listens: unix:///path or http://host:port
     (default "http://localhost:9001")
-u/--username USERNAME -- the user name for the server
-p/--password PASSWORD -- the password for the server
-r/--history_file FILENAME -- accepted and not used: history_file of [supervisorctl] is

action [arguments] -- one command, such as "status" or "tail -f web".  Without one
a shell opens and obeys command after command.  The action "help" lists them.
`
}
