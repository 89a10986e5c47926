// The listener `memmon`, with the options of its namesake of the Python package superlance: an [eventlistener:x] section
// goes on working when that package is gone.

import { type ListenOptions, supervisorClient } from 'reeve/sdk/listener'
import {
  type Environment,
  type GivenOptions,
  leaveOutbox,
  lookAtTicks,
  MAIL_OPTIONS,
  mustBeSupervised,
  type OtherProcess,
  otherProcesses,
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
import { type Limits, parseNamedSize, parseSize, type SizeByName } from './limits.js'
import { type Measured, MemoryCheck } from './memory-check.js'
import { readMemory } from './process-memory.js'

const OPTIONS = {
  program: { letter: 'p', takesValue: true },
  group: { letter: 'g', takesValue: true },
  any: { letter: 'a', takesValue: true },
  cumulative: { letter: 'c', takesValue: false },
  ...MAIL_OPTIONS,
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
  const mail = readMailOptions(given)
  const outbox = mail && programOutbox('memmon', mail)
  const check = new MemoryCheck({
    limits,
    mailWithinSeconds,
    title: titleOf('memmon', given.value('name')),
    log: programLog(),
    mail: (mail) => outbox?.add(mail),
  })
  const look = async () => {
    const others = await otherProcesses(client, environment)
    check.judge(await measure(others, given.has('cumulative')))
  }
  const listening = lookAtTicks(look, 'memmon: a look at the memory failed', listenOptions)
  await untilStopped(listening, () => {
    client.close()
    return leaveOutbox(outbox)
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

async function measure(
  processes: readonly OtherProcess[],
  cumulative: boolean,
): Promise<readonly Measured[]> {
  const up = processes.filter(({ pid, state }) => pid !== 0 && state !== 'STOPPING')
  const memory = await readMemory(
    up.map(({ pid }) => pid),
    cumulative,
    runCommand,
  )
  return up.flatMap((process) => {
    const rssBytes = memory.get(process.pid)
    return rssBytes === undefined ? [] : [{ ...process, rssBytes }]
  })
}
