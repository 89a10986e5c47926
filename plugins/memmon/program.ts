// The listener `memmon`, with the options of its namesake of the Python package superlance: an [eventlistener:x] section
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
import { type Limits, parseNamedSize, parseSize, type SizeByName } from './limits.js'
import { type Measured, MemoryCheck } from './memory-check.js'
import { readMemory } from './process-memory.js'

type Environment = Readonly<Record<string, string | undefined>>

const FLUSH_MS = 5_000

const OPTIONS = {
  help: { letter: 'h', takesValue: false },
  program: { letter: 'p', takesValue: true },
  group: { letter: 'g', takesValue: true },
  any: { letter: 'a', takesValue: true },
  cumulative: { letter: 'c', takesValue: false },
  sendmail_program: { letter: 's', takesValue: true },
  email: { letter: 'm', takesValue: true },
  uptime: { letter: 'u', takesValue: true },
  name: { letter: 'n', takesValue: true },
} as const

type Given = GivenOptions<keyof typeof OPTIONS>

export const MEMMON_HELP = `memmon [-p PROGRAM=SIZE]... [-g GROUP=SIZE]... [-a SIZE] [OPTION]...

An event listener for TICK_5, TICK_60 or TICK_3600: restarts processes that use more memory than a limit.

-p, --program=NAME=SIZE  limit of one process, NAME or GROUP:NAME; may be given again
-g, --group=GROUP=SIZE   limit of each process of a group; may be given again
-a, --any=SIZE           limit of every process
-c, --cumulative         count the descendants of a process too
-m, --email=ADDRESS      who gets a mail about each restart
-s, --sendmail_program=COMMAND  reads the message; default ${SENDMAIL}
-u, --uptime=SECONDS     no mail for what ran longer; also 10m, 2h, 1d
-n, --name=NAME          begins the subjects of mails: memmon [NAME]

A SIZE is a number of bytes, or of KB, MB or GB: 200MB.`

/** Fulfilled when the supervisor stops it. Throws a UsageError. */
export async function memmon(
  argv: readonly string[],
  environment: Environment,
  listenOptions: ListenOptions = {},
): Promise<void> {
  if (argv.length === 0) throw new UsageError('a limit is required: -p, -g or -a')
  const given = readOptions(argv, OPTIONS)
  if (given.words.length > 0) throw new UsageError(`${given.words[0]} is no option`)
  const limits = limitsOf(given)
  const mailWithinSeconds = readSeconds(given.value('uptime'))
  mustBeSupervised('memmon', environment)
  const client = await supervisorClient({}, environment)
  const outbox = openOutbox(given)
  const name = given.value('name')
  const check = new MemoryCheck({
    limits,
    mailWithinSeconds,
    title: name === undefined ? 'memmon' : `memmon [${name}]`,
    log: programLog(),
    mail: (mail) => outbox?.add(mail),
  })
  let isLooking = false
  const look = async () => {
    isLooking = true
    try {
      check.judge(await measure(client, environment, given.has('cumulative')))
    } catch (error) {
      programLog().error(
        `memmon: a look at the memory failed: ${error instanceof Error ? error.message : String(error)}`,
      )
    } finally {
      isLooking = false
    }
  }

  const listening = listen((event) => {
    if (isEvent(event, 'TICK') && !isLooking) void look()
  }, listenOptions)
  await untilStopped(listening, async () => {
    client.close()
    await outbox?.flush(FLUSH_MS)
    outbox?.close()
  })
}

function limitsOf(given: Given): Limits {
  const any = given.value('any')
  return {
    programs: namedSizes('program', given.values('program')),
    groups: namedSizes('group', given.values('group')),
    any: any === undefined ? null : readSize('any', any),
  }
}

function namedSizes(option: string, texts: readonly string[]): SizeByName {
  return new Map(
    texts.map((text) => {
      const pair = parseNamedSize(text)
      if (pair === undefined)
        throw new UsageError(`--${option}: ${text} is no NAME=SIZE, for example web=200MB`)
      return pair
    }),
  )
}

function readSize(option: string, text: string): number {
  const bytes = parseSize(text)
  if (bytes === undefined) throw new UsageError(`--${option}: ${text} is no size, for example 200MB`)
  return bytes
}

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 }

function readSeconds(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY
  const [, digits, suffix = ''] = /^\s*(\d+)\s*([smhd]?)\s*$/i.exec(text) ?? []
  const factor = SECONDS[suffix.toLowerCase()]
  if (digits === undefined || factor === undefined) {
    throw new UsageError(`--uptime: ${text} is no time, for example 300 or 5m`)
  }
  return Number(digits) * factor
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
  return createOutbox({ mailer, name: 'memmon', clock, log: programLog() })
}

/** All but this listener itself, which would not live to see the start. */
async function measure(
  client: Client,
  environment: Environment,
  cumulative: boolean,
): Promise<readonly Measured[]> {
  const own = `${environment.SUPERVISOR_GROUP_NAME}:${environment.SUPERVISOR_PROCESS_NAME}`
  const all = await client.supervisor.getAllProcessInfo()
  const up = all.filter(
    ({ group, name, pid, statename }) => pid !== 0 && statename !== 'STOPPING' && `${group}:${name}` !== own,
  )
  const memory = await readMemory(
    up.map(({ pid }) => pid),
    cumulative,
    runCommand,
  )
  return up.flatMap(({ group, name, pid, start, now }) => {
    const rssBytes = memory.get(pid)
    if (rssBytes === undefined) return []
    const namespec = `${group}:${name}`
    return [
      {
        groupName: group,
        processName: name,
        namespec: group === name ? name : namespec,
        rssBytes,
        uptimeSeconds: now - start,
        async restart() {
          // It may have ended by itself; what is wrong otherwise, the start tells.
          await client.supervisor.stopProcess(namespec).catch(() => undefined)
          await client.supervisor.startProcess(namespec)
        },
      },
    ]
  })
}
