import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createFakeClock } from '../../../core/testing/index.js'
import { programClock, runCommand } from '../../../sdk/listener/program/index.js'
import { createMailer, type MailSettings, readSmtpUrl } from '../../../sdk/mail/index.js'
import { Scratch } from '../../support/scratch.js'
import { type SmtpOptions, type SmtpServer, startSmtpServer } from '../../support/smtp-server.js'
import { waitFor } from '../../support/wait.js'

const scratch = new Scratch()
after(() => scratch.remove())

const MAIL = { subject: 'wéb crashed\r\nBcc: all@example.com', text: 'line one\n.\nß\n' }
const BASE: MailSettings = {
  to: ['ops@example.com', 'night@example.com'],
  from: null,
  smtp: null,
  sendmail: 'false',
}
const runtime = { clock: programClock(), run: runCommand }

async function withServer(options: SmtpOptions, act: (server: SmtpServer) => Promise<void>): Promise<void> {
  const server = await startSmtpServer(options)
  try {
    await act(server)
  } finally {
    await server.close()
  }
}

const over = (server: SmtpServer, before = '', behind = '') =>
  createMailer({ ...BASE, smtp: readSmtpUrl(`smtp://${before}127.0.0.1:${server.port}${behind}`) }, runtime)

test('a mail by SMTP has its sender, recipients and text; a name cannot add a header', () =>
  withServer({}, async (server) => {
    assert.deepEqual(await over(server).send(MAIL), [])
    const [mail] = await server.received(1)
    assert.ok(mail !== undefined)
    assert.match(mail.from, /^supervisor@/)
    assert.deepEqual(mail.to, BASE.to)
    const [head = '', ...body] = mail.data.split('\n\n')
    assert.match(head, /^To: ops@example.com, night@example.com$/m)
    assert.match(head, /^Subject: =\?UTF-8\?/m)
    assert.match(head, /^Date: .+$/m)
    assert.match(head, /^Message-ID: <.+>$/im)
    assert.match(head, /^Auto-Submitted: auto-generated$/im)
    assert.doesNotMatch(head, /^Bcc/m)
    assert.match(body.join('\n\n'), /^line one/)
  }))

test('a server that wants a login gets one', () =>
  withServer({ login: { user: 'a@b', password: 'p:ss/w' } }, async (server) => {
    await over(server, 'a%40b:p%3Ass%2Fw@').send(MAIL)
    await server.received(1)
  }))

test('a refused login is told without the password, whatever the server says', () =>
  withServer({ login: { user: 'me', password: 'right' } }, async (server) => {
    const failure = await over(server, 'me:hunter2secret@').send(MAIL).catch(String)
    assert.match(String(failure), /127\.0\.0\.1:\d+: .*535/)
    const plain = Buffer.from('\0me\0hunter2secret').toString('base64')
    for (const secret of ['hunter2secret', plain])
      assert.ok(!String(failure).includes(secret), String(failure))
  }))

test('where STARTTLS is required and not offered, nothing is sent and no password is told', () =>
  withServer({ login: { user: 'me', password: 'right' } }, async (server) => {
    await assert.rejects(over(server, 'me:right@', '?tls=required').send(MAIL), /STARTTLS|502/)
    assert.equal(server.mails.length, 0)
    assert.deepEqual(
      server.lines.filter((line) => line.startsWith('AUTH')),
      [],
    )
  }))

test('recipients that are refused are told, and the others get the mail', () =>
  withServer({ unknown: ['night@example.com'] }, async (server) => {
    assert.deepEqual(await over(server).send(MAIL), ['night@example.com'])
    assert.deepEqual((await server.received(1))[0]?.to, ['ops@example.com'])
  }))

test('a server that refuses, talks nonsense or is not there is told by its address', async () => {
  for (const manner of ['refuse', 'garbage'] as const) {
    await withServer({ manner }, async (server) => {
      await assert.rejects(over(server).send(MAIL), new RegExp(`^Error: 127\\.0\\.0\\.1:${server.port}: `))
    })
  }
  const gone = await startSmtpServer()
  await gone.close()
  await assert.rejects(over(gone).send(MAIL), /ECONNREFUSED/)
})

test('a server that never answers is left after a minute', () =>
  withServer({ manner: 'silent' }, async (server) => {
    const clock = createFakeClock()
    const smtp = readSmtpUrl(`smtp://127.0.0.1:${server.port}`)
    const sending = createMailer({ ...BASE, smtp }, { clock, run: runCommand }).send(MAIL)
    sending.catch(() => {})
    await waitFor(() => clock.pending() > 0, { what: 'the time limit', everyMs: 10 })
    await clock.run(60_000)
    await assert.rejects(sending, /takes too long/)
  }))

test('a command gets the whole message; its failure is told with what it said', async () => {
  const file = scratch.at('mail')
  const send = (sendmail: string) =>
    createMailer({ ...BASE, from: 'me@example.com', sendmail }, runtime).send(MAIL)
  await send(`cat > ${file}`)
  assert.match(scratch.read('mail'), /^From: me@example.com\nTo: ops@example.com, night@example.com$/m)
  assert.ok(!scratch.read('mail').includes('\r'))
  await assert.rejects(send('echo no such relay >&2; exit 75'), /ended with 75: no such relay/)
  await assert.rejects(send('/no/such/sendmail -t'), /ended with 127: .*sendmail/)
  await assert.rejects(send('kill -9 $$'), /died of signal 9/)
})

test('a URL says where mail goes; a password goes over a network under TLS only', () => {
  const read = (url: string) => {
    const { host, port, secure, tls, checksCertificate } = readSmtpUrl(url)
    return [host, port, secure, tls, checksCertificate]
  }
  assert.deepEqual(read('smtp://mail.example.com'), ['mail.example.com', 25, false, 'offered', true])
  assert.deepEqual(read('smtp://me:x@mail.example.com:587'), [
    'mail.example.com',
    587,
    false,
    'required',
    true,
  ])
  assert.deepEqual(read('smtps://me:x@[2001:db8::1]'), ['2001:db8::1', 465, true, 'required', true])
  assert.deepEqual(read('smtp://me:x@localhost'), ['localhost', 25, false, 'offered', false])
  assert.deepEqual(read('smtp://mail?tls=never'), ['mail', 25, false, 'never', true])
  for (const wrong of ['mail.example.com', 'http://mail', 'smtp://', 'smtp://me:secret@mail?tls=maybe']) {
    assert.throws(
      () => readSmtpUrl(wrong),
      (error: Error) => !error.message.includes('secret'),
      wrong,
    )
  }
})
