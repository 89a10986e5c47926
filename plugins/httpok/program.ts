// The listener `httpok`, with the options of its namesake of the Python package superlance: an [eventlistener:x] section
// goes on working when that package is gone.

import { type ListenOptions, supervisorClient } from 'reeve/sdk/listener'
import {
  type Environment,
  type GivenOptions,
  leaveOutbox,
  lookAtTicks,
  MAIL_OPTIONS,
  mustBeSupervised,
  otherProcesses,
  programClock,
  programLog,
  programOutbox,
  readMailOptions,
  readOptions,
  runCommand,
  titleOf,
  UsageError,
  untilStopped,
} from 'reeve/sdk/listener/program'
import { SENDMAIL } from 'reeve/sdk/mail'
import { type CheckOptions, HealthCheck } from './health-check.js'

const OPTIONS = {
  program: { letter: 'p', takesValue: true },
  any: { letter: 'a', takesValue: false },
  timeout: { letter: 't', takesValue: true },
  code: { letter: 'c', takesValue: true },
  body: { letter: 'b', takesValue: true },
  ...MAIL_OPTIONS,
  gcore: { letter: 'g', takesValue: true },
  coredir: { letter: 'd', takesValue: true },
  eager: { letter: 'e', takesValue: false },
  'not-eager': { letter: 'E', takesValue: false },
  name: { letter: 'n', takesValue: true },
} as const

type Given = GivenOptions<keyof typeof OPTIONS>

export const HTTPOK_HELP = `httpok [-p PROGRAM]... [-a] [OPTION]... URL

An event listener for TICK_5, TICK_60 or TICK_3600: asks for the URL at each tick, and restarts processes that are
RUNNING when the answer is wrong or does not come.

-p, --program=NAME      restart this one, NAME or GROUP:NAME; may be given again
-a, --any               restart every process, whatever -p says
-t, --timeout=SECONDS   for the whole answer, default 10
-c, --code=STATUS       the right status, default 200; may be given again, or several with commas
-b, --body=TEXT         must be in the body
-m, --email=ADDRESS     who gets a mail about each restart
-s, --sendmail_program=COMMAND  reads the message; default ${SENDMAIL}
-d, --coredir=FOLDER    write a core dump there before a restart
-g, --gcore=COMMAND     writes it, given a file and a pid; default /usr/bin/gcore -o
-e, --eager             ask also while no process is RUNNING (the default)
-E, --not-eager         do not
-n, --name=NAME         begins the subjects of mails: httpok [NAME]`

/** Fulfilled when the supervisor stops it. Throws a UsageError. */
export async function httpok(
  argv: readonly string[],
  environment: Environment,
  listenOptions: ListenOptions = {},
): Promise<void> {
  const given = readOptions(argv, OPTIONS)
  const options = checkOptions(given)
  mustBeSupervised('httpok', environment)
  const client = await supervisorClient({}, environment)
  const mail = readMailOptions(given)
  const outbox = mail && programOutbox('httpok', mail)
  const check = new HealthCheck(options, {
    clock: programClock(),
    run: runCommand,
    async processes() {
      const others = await otherProcesses(client, environment)
      return others.map((process) => ({ ...process, isRunning: process.state === 'RUNNING' }))
    },
    tell: programLog().warn,
    mail: (mail) => outbox?.add(mail),
  })
  const listening = lookAtTicks(() => check.look(), 'the processes cannot be listed', listenOptions)
  await untilStopped(listening, () => {
    client.close()
    return leaveOutbox(outbox)
  })
}

function checkOptions(given: Given): CheckOptions {
  const [address, ...others] = given.words
  if (address === undefined || others.length > 0) throw new UsageError('one URL is required')
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new UsageError('the URL must be http://host[:port]/path or https://...')
  }
  const timeout = Number(given.value('timeout') ?? 10)
  if (!(timeout > 0)) throw new UsageError(`--timeout: ${given.value('timeout')} is no number of seconds`)
  const statuses = given.values('code').flatMap((text) => text.split(',').map((code) => code.trim()))
  return {
    url: new URL(address),
    timeoutMs: timeout * 1000,
    statuses: statuses.length === 0 ? ['200'] : statuses,
    body: given.value('body') ?? null,
    programs: given.values('program'),
    any: given.has('any'),
    eager: !given.has('not-eager'),
    failures: 1,
    graceSeconds: 0,
    coredir: given.value('coredir') ?? null,
    gcore: given.value('gcore') ?? '/usr/bin/gcore -o',
    name: titleOf('httpok', given.value('name')),
  }
}
