// The listeners `crashmail`, `crashmailbatch` and `fatalmailbatch`, with the options of their namesakes of the Python
// package superlance: an [eventlistener:x] section goes on working when that package is gone.

import { hostname } from 'node:os'
import { type EventOf, type ListenOptions, listen } from 'reeve/sdk/listener'
import {
  type Environment,
  type GivenOptions,
  isChosen,
  leaveOutbox,
  MAIL_OPTIONS,
  mustBeSupervised,
  programClock,
  programLog,
  programOutbox,
  readAddresses,
  readMailOptions,
  readOptions,
  UsageError,
  untilStopped,
} from 'reeve/sdk/listener/program'
import { type MailSettings, SENDMAIL, type SmtpServer } from 'reeve/sdk/mail'
import { AlertBatch } from './alert-batch.js'
import { type Alert, type AlertKind, describeAlert, formatTime, SUBJECTS } from './alerts.js'

const CRASHMAIL_OPTIONS = {
  program: { letter: 'p', takesValue: true },
  any: { letter: 'a', takesValue: false },
  optionalheader: { letter: 'o', takesValue: true },
  ...MAIL_OPTIONS,
} as const

export const CRASHMAIL_HELP = `crashmail [-p PROGRAM]... [-a] [-o PREFIX] [-m ADDRESS] [-s COMMAND]

An event listener for PROCESS_STATE_EXITED: sends mail when a process ends unexpectedly.

-p, --program=NAME            only this one, NAME or GROUP:NAME; may be given again
-a, --any                     every process, whatever -p says; so it is without -p
-o, --optionalheader=PREFIX   stands before the subject
-m, --email=ADDRESS           who gets the mail; without one it is only logged
-s, --sendmail_program=COMMAND  reads the message; default ${SENDMAIL}`

/** Fulfilled when the supervisor stops it. Throws a UsageError. */
export async function crashmail(
  argv: readonly string[],
  environment: Environment,
  listenOptions: ListenOptions = {},
): Promise<void> {
  const options = readOptions(argv, CRASHMAIL_OPTIONS)
  mustBeSupervised('crashmail', environment)
  const programs = options.has('any') ? [] : options.values('program')
  const mail = readMailOptions(options)
  const outbox = mail && programOutbox('crashmail', mail)
  const prefix = options.value('optionalheader')
  const { info } = programLog()

  const listening = listen((event) => {
    if (event.type !== 'PROCESS_STATE_EXITED' || event.expected) return
    const alert = alertOf(event)
    if (!isChosen(programs, event.groupName, event.processName)) return
    info(describeAlert(alert))
    const subject = `${event.processName} crashed at ${formatTime(alert.at)}`
    outbox?.add({
      subject: prefix === undefined ? subject : `${prefix}: ${subject}`,
      text: `${describeAlert(alert)}, it was ${event.fromState}\n\n${origin(event.header.server)}\n`,
    })
  }, listenOptions)
  await untilStopped(listening, () => leaveOutbox(outbox))
}

const BATCH_OPTIONS = {
  interval: { letter: 'i', takesValue: true },
  toEmail: { letter: 't', takesValue: true },
  fromEmail: { letter: 'f', takesValue: true },
  subject: { letter: 's', takesValue: true },
  smtpHost: { letter: 'H', takesValue: true },
  tickEvent: { letter: 'e', takesValue: true },
  userName: { letter: 'u', takesValue: true },
  password: { letter: 'p', takesValue: true },
  tls: { takesValue: false },
} as const

export const BATCH_HELP = `crashmailbatch|fatalmailbatch --toEmail=ADDRESSES --fromEmail=ADDRESS [OPTION]...

Event listeners for PROCESS_STATE and TICK_60: one mail for all crashes, or all failed starts, of an interval.

-t, --toEmail=ADDRESSES   who gets the mail, separated by commas
-f, --fromEmail=ADDRESS   the sender
-i, --interval=MINUTES    default 1.0
-s, --subject=SUBJECT     default "${SUBJECTS.crash}" or "${SUBJECTS.fatal}"
-H, --smtpHost=HOST       HOST or HOST:PORT, default localhost
-e, --tickEvent=NAME      the tick by which time is told, default TICK_60
-u, --userName=NAME       for the server
-p, --password=PASSWORD   for the server
    --tls                 no mail without STARTTLS`

const BATCHES = {
  crash: { name: 'crashmailbatch', type: 'PROCESS_STATE_EXITED' },
  fatal: { name: 'fatalmailbatch', type: 'PROCESS_STATE_FATAL' },
} as const

/** Fulfilled when the supervisor stops it. Throws a UsageError. */
export async function mailBatch(
  kind: AlertKind,
  argv: readonly string[],
  environment: Environment,
  listenOptions: ListenOptions = {},
): Promise<void> {
  const { name, type } = BATCHES[kind]
  const options = readOptions(argv, BATCH_OPTIONS)
  const settings = batchSettings(options)
  const batch = new AlertBatch(options.value('subject') ?? SUBJECTS[kind], origin())
  const tick = readTick(options.value('tickEvent') ?? 'TICK_60')
  const intervalSeconds = readMinutes(options.value('interval') ?? '1') * 60
  mustBeSupervised(name, environment)
  const outbox = programOutbox(name, settings)
  const { info } = programLog()
  let seconds = 0
  const send = () => {
    seconds = 0
    const mail = batch.take()
    if (mail !== null) outbox.add(mail)
  }

  const listening = listen((event) => {
    if (event.type === tick.name) {
      seconds += tick.seconds
      if (seconds >= intervalSeconds) send()
    } else if (event.type === type && !(event.type === 'PROCESS_STATE_EXITED' && event.expected)) {
      const alert = alertOf(event)
      info(describeAlert(alert))
      batch.add(alert)
    }
  }, listenOptions)
  await untilStopped(listening, () => {
    send()
    return leaveOutbox(outbox)
  })
}

function batchSettings(options: GivenOptions<keyof typeof BATCH_OPTIONS>): MailSettings {
  const to = readAddresses(options.value('toEmail') ?? '')
  const from = options.value('fromEmail')
  if (to.length === 0 || from === undefined) throw new UsageError('--toEmail and --fromEmail are required')
  return { to, from, smtp: readServer(options), sendmail: SENDMAIL }
}

function readServer(options: GivenOptions<keyof typeof BATCH_OPTIONS>): SmtpServer {
  const written = options.value('smtpHost') ?? 'localhost'
  // HOST, HOST:PORT, [IPv6]:PORT, or a bare IPv6 address.
  const [, inBrackets, name, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(written) ?? []
  const user = options.value('userName')
  const password = options.value('password')
  const hasLogin = user !== undefined && user !== '' && password !== undefined && password !== ''
  return {
    host: inBrackets ?? name ?? written,
    port: Number(port ?? 25),
    secure: false,
    tls: options.has('tls') ? 'required' : 'offered',
    // As the Python programs: what worked with them must go on.
    checksCertificate: false,
    user: hasLogin ? user : null,
    password: hasLogin ? password : null,
  }
}

function readTick(name: string): { readonly name: string; readonly seconds: number } {
  const seconds = Number(/^TICK_(\d+)$/.exec(name)?.[1])
  if (!(seconds > 0)) throw new UsageError(`--tickEvent: ${name} is no tick, for example TICK_60`)
  return { name, seconds }
}

function readMinutes(text: string): number {
  const minutes = text.trim() === '' ? Number.NaN : Number(text)
  if (!(minutes >= 0)) throw new UsageError(`--interval: ${text} is no number of minutes`)
  return minutes
}

function alertOf(event: EventOf<'PROCESS_STATE_EXITED' | 'PROCESS_STATE_FATAL'>): Alert {
  const { processName, groupName } = event
  const isCrash = event.type === 'PROCESS_STATE_EXITED'
  return {
    kind: isCrash ? 'crash' : 'fatal',
    processName,
    groupName,
    pid: isCrash ? event.pid : 0,
    at: programClock().now(),
  }
}

function origin(identifier?: string): string {
  return `-- ${identifier === undefined ? '' : `${identifier} on `}${hostname()}`
}
