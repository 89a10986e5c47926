// An event listener for tests of either system: writes down what it gets, and answers as it is told.

import type { Daemon } from './daemon.js'
import type { Scratch } from './scratch.js'
import { waitFor } from './wait.js'

export interface HeardEvent {
  readonly header: Readonly<Record<string, string>>
  readonly payload: string
  /** Seconds since 1970. */
  readonly at: number
}

/**
 * What the listener does with its events, one word each, then `ok` for all later ones: `ok`, `fail`, `newline` (one too
 * many after OK), `noise` (output while READY), `badline`, `die`, `hold` (fails once the file `go` exists). With `early`
 * it begins with a text that is not READY, with `wait` it says READY once the file `ready` exists.
 */
const SCRIPT = `#!/usr/bin/python3 -u
import json, os, sys, time
here = os.path.dirname(os.path.abspath(__file__))
name, plan = sys.argv[1], sys.argv[2].split(',') if len(sys.argv) > 2 else []
path = os.path.join(here, name + '.events')
begin = plan.pop(0) if plan and plan[0] in ('early', 'wait') else None
def say(text): os.write(1, text.encode())
def until(file):
    while not os.path.exists(os.path.join(here, file)): time.sleep(0.02)
if begin == 'early': say('hello!')
if begin == 'wait': until('ready')
say('READY\\n')
while True:
    line = sys.stdin.readline()
    if not line: break
    header = dict(token.split(':', 1) for token in line.split())
    payload = sys.stdin.read(int(header['len']))
    heard = len(open(path).readlines()) if os.path.exists(path) else 0
    with open(path, 'a') as file:
        file.write(json.dumps({'header': header, 'payload': payload, 'at': time.time()}) + '\\n')
    action = plan[heard] if heard < len(plan) else 'ok'
    if action == 'die': os._exit(3)
    if action == 'hold': until('go')
    say({
        'ok': 'RESULT 2\\nOKREADY\\n',
        'fail': 'RESULT 4\\nFAILREADY\\n',
        'hold': 'RESULT 4\\nFAILREADY\\n',
        'newline': 'RESULT 2\\nOK\\nREADY\\n',
        'noise': 'RESULT 2\\nOKREADY\\nnoise',
        'badline': 'RESULT x\\n',
    }[action])
`

/** The section of a pool with this listener; its program is written into the folder. */
export function listenerSection(
  scratch: Scratch,
  name: string,
  options: { readonly events: string; readonly plan?: string; readonly more?: string },
): string {
  scratch.write('listener.py', SCRIPT, 0o755)
  const command = `%(here)s/listener.py ${name} ${options.plan ?? ''}`
  return `[eventlistener:${name}]\ncommand=${command}\nevents=${options.events}\n${options.more ?? ''}\n`
}

/** All events that a listener has written down. */
export function heard(scratch: Scratch, name: string): HeardEvent[] {
  if (!scratch.has(`${name}.events`)) return []
  const lines = scratch.read(`${name}.events`).split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as HeardEvent)
}

/** Waits until what a listener heard is enough. Keeps the real Supervisor's loop turning meanwhile. */
export function untilHeard(
  daemon: Daemon,
  name: string,
  isEnough: (events: readonly HeardEvent[]) => boolean,
): Promise<HeardEvent[]> {
  return waitFor(
    async () => {
      await daemon.call('getState')
      const events = heard(daemon.scratch, name)
      return isEnough(events) && events
    },
    {
      what: `${name} to hear enough`,
      everyMs: 50,
      instead: () => `it heard ${JSON.stringify(heard(daemon.scratch, name))}; log:\n${daemon.log.text}`,
    },
  )
}

/** `NAME payload`, as transcripts compare it. */
export function textOf({ header, payload }: HeardEvent): string {
  return `${header.eventname} ${payload}`
}
