// The listener `httpok`, with the options of its namesake of the Python package superlance: an [eventlistener:x] section
// goes on working when that package is gone.

import type { Client } from 'reeve/sdk/client'
import { isEvent, type ListenOptions, listen, supervisorClient } from 'reeve/sdk/listener'
import {
  type GivenOptions,
  mustBeSupervised,
  programClock,
  programLog,
  readOptions,
  runCommand,
  UsageError,
  untilStopped,
} from 'reeve/sdk/listener/program'
import { createMailer, createOutbox, type Outbox, SENDMAIL } from 'reeve/sdk/mail'
import { type CheckOptions, HealthCheck, type Watched } from './health-check.js'

type Environment = Readonly<Record<string, string | undefined>>

const FLUSH_MS = 5_000

const OPTIONS = {
  help: { letter: 'h', takesValue: false },
  program: { letter: 'p', takesValue: true },
  any: { letter: 'a', takesValue: false },
  timeout: { letter: 't', takesValue: true },
  code: { letter: 'c', takesValue: true },
  body: { letter: 'b', takesValue: true },
  sendmail_program: { letter: 's', takesValue: true },
  email: { letter: 'm', takesValue: true },
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
  const outbox = openOutbox(given)
  const clock = programClock()
  const check = new HealthCheck(options, {
    clock,
    run: runCommand,
    processes: () => processesOf(client, environment),
    tell: programLog().warn,
    mail: (mail) => outbox?.add(mail),
  })
  let isLooking = false
  const look = async () => {
    isLooking = true
    try {
      await check.look()
    } catch (error) {
      programLog().error(
        `the processes cannot be listed: ${error instanceof Error ? error.message : String(error)}`,
      )
    } finally {
      isLooking = false
    }
  }

  const listening = listen((event) => {
    // A check may take longer than a tick; then one is left out.
    if (isEvent(event, 'TICK') && !isLooking) void look()
  }, listenOptions)
  await untilStopped(listening, async () => {
    client.close()
    await outbox?.flush(FLUSH_MS)
    outbox?.close()
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
  const name = given.value('name')
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
    name: name === undefined ? 'httpok' : `httpok [${name}]`,
  }
}

function openOutbox(given: Given): Outbox | null {
  const address = given.value('email')
  if (address === undefined) return null
  const clock = programClock()
  const settings = {
    to: address.split(',').map((one) => one.trim()),
    from: null,
    smtp: null,
    sendmail: given.value('sendmail_program') ?? SENDMAIL,
  }
  const mailer = createMailer(settings, { clock, run: runCommand })
  return createOutbox({ mailer, name: 'httpok', clock, log: programLog() })
}

/** All but this listener itself, which would not live to see the start. */
async function processesOf(client: Client, environment: Environment): Promise<readonly Watched[]> {
  const own = `${environment.SUPERVISOR_GROUP_NAME}:${environment.SUPERVISOR_PROCESS_NAME}`
  const all = await client.supervisor.getAllProcessInfo()
  return all
    .filter(({ group, name }) => `${group}:${name}` !== own)
    .map(({ group, name, statename, pid, start, now }) => {
      const namespec = `${group}:${name}`
      return {
        namespec: group === name ? name : namespec,
        processName: name,
        groupName: group,
        isRunning: statename === 'RUNNING',
        pid,
        uptimeSeconds: now - start,
        async restart() {
          // It may have ended by itself; what is wrong otherwise, the start tells.
          await client.supervisor.stopProcess(namespec).catch(() => undefined)
          await client.supervisor.startProcess(namespec)
        },
      }
    })
}
