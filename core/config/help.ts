// What `supervisord -h` prints (CLI-SD-06).

import { SUPERVISORD_OPTIONS, type SupervisordOption } from './cli.js'

/** The help of supervisord, called as `program`. */
export function helpText(program: string): string {
  return [
    'supervisord -- run programs, and keep them running',
    '',
    `Usage: ${program} [options]`,
    '',
    'Options (a value in parentheses is the default; an option wins over the config file):',
    ...SUPERVISORD_OPTIONS.map(describe),
    '',
    'Without -c the config file is looked for in etc/ and beside the program, in the current directory and its etc/,',
    'and in /etc and /etc/supervisor. echo_supervisord_conf prints one to begin with.',
    '',
  ].join('\n')
}

function describe({ short, long, value, help }: SupervisordOption): string {
  const names = [short === null ? null : `-${short}`, long === null ? null : `--${long}`]
  const spelled = names.filter((name) => name !== null).join('/')
  return `${value === '' ? spelled : `${spelled} ${value}`} -- ${help}`
}
