// A small SMTP server for tests: takes mail, or misbehaves as it is told.

import { createServer, type Socket } from 'node:net'
import { waitFor } from './wait.js'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly data: string
}

export interface SmtpOptions {
  /** `refuse`: 554 in place of a greeting. `silent`: never a word. `garbage`: no SMTP at all. */
  readonly manner?: 'refuse' | 'silent' | 'garbage'
  /** Only `user` with `password` may send; a refusal repeats what was sent, as bad servers do. */
  readonly login?: { readonly user: string; readonly password: string }
  /** These recipients are refused. */
  readonly unknown?: readonly string[]
}

export interface SmtpServer {
  readonly port: number
  readonly mails: readonly ReceivedMail[]
  /** Every line that clients sent. */
  readonly lines: readonly string[]
  received(count: number): Promise<readonly ReceivedMail[]>
  close(): Promise<void>
}

export async function startSmtpServer(options: SmtpOptions = {}): Promise<SmtpServer> {
  const mails: ReceivedMail[] = []
  const lines: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (options.manner === undefined) converse(socket, options, lines, (mail) => mails.push(mail))
    else socket.write({ refuse: '554 go away\r\n', silent: '', garbage: '\0\0nonsense\r\n' }[options.manner])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mails,
    lines,
    received: (count) =>
      waitFor(() => mails.length >= count && mails, {
        what: `${count} mails`,
        everyMs: 20,
        instead: () => lines.join('\n'),
      }),
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function converse(
  socket: Socket,
  { login, unknown = [] }: SmtpOptions,
  lines: string[],
  take: (mail: ReceivedMail) => void,
): void {
  let rest = ''
  let from = ''
  let to: string[] = []
  let data: string[] | null = null
  const say = (text: string) => socket.write(`${text}\r\n`)
  const handle = (line: string) => {
    lines.push(line)
    if (data !== null) {
      if (line !== '.') data.push(line)
      else {
        take({ from, to, data: data.join('\n') })
        data = null
        to = []
        say('250 taken')
      }
      return
    }
    const path = /<(.*)>/.exec(line)?.[1] ?? ''
    if (/^EHLO/i.test(line)) say(login === undefined ? '250 here' : '250-here\r\n250 AUTH PLAIN')
    else if (/^AUTH PLAIN/i.test(line)) {
      const [, user, password] = Buffer.from(line.slice('AUTH PLAIN '.length), 'base64')
        .toString()
        .split('\0')
      const isRight = user === login?.user && password === login?.password
      say(isRight ? '235 welcome' : `535 not with ${password} (${line})`)
    } else if (/^MAIL/i.test(line)) {
      from = path
      say('250 ok')
    } else if (/^RCPT/i.test(line)) {
      if (unknown.includes(path)) say('550 unknown')
      else {
        to.push(path)
        say('250 ok')
      }
    } else if (/^DATA/i.test(line)) {
      data = []
      say('354 go on')
    } else if (/^QUIT/i.test(line)) {
      say('221 bye')
      socket.end()
    } else say(/^(RSET|NOOP)/i.test(line) ? '250 ok' : '502 no such command')
  }
  say('220 test')
  socket.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\r\n')
    rest = parts.pop() ?? ''
    for (const part of parts) handle(part)
  })
}
