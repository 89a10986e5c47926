// Programs that crash, flood their logs, talk, come and go; and listeners that hear of all of it.

import type { Scratch } from '../support/scratch.js'
import { FACTS_SECTION } from './resting.js'

const LISTENER = new URL('programs/listener.js', import.meta.url).pathname

export const CHURN_CONFIG = `${FACTS_SECTION}[supervisord]
logfile_maxbytes=500KB
logfile_backups=2
[program:crash]
command=sh -c "echo going; exit 3"
numprocs=4
process_name=%(process_num)d
startsecs=0
autorestart=true
[program:missing]
command=%(here)s/no-such-program
startretries=0
[program:flood]
command=sh -c "while :; do yes 'a line of the flood' | head -c 400000; sleep 0.05; done"
numprocs=2
process_name=%(process_num)d
stdout_logfile_maxbytes=100KB
stdout_logfile_backups=3
stopasgroup=true
startsecs=0
[program:talk]
command=cat
stdout_events_enabled=true
stdout_capture_maxbytes=10KB
startsecs=0
[program:worker]
command=sleep 1000
numprocs=5
process_name=%(process_num)d
startsecs=0
[eventlistener:pool]
command=node ${LISTENER}
numprocs=2
process_name=%(process_num)d
events=PROCESS_STATE,PROCESS_LOG,PROCESS_COMMUNICATION,PROCESS_GROUP,REMOTE_COMMUNICATION,TICK_5
buffer_size=20
startsecs=0
[include]
files=*.part
`

/** The program that a reread finds, changed each time, or gone. */
export function writePart(scratch: Scratch, round: number): void {
  const section = `[program:part]\ncommand=sleep ${1_000 + round}\nstartsecs=0\n`
  scratch.write('one.part', round % 3 === 2 ? '' : section)
}
