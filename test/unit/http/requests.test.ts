import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { connect, exchange, request } from '../../support/address.js'
import { within } from '../../support/wait.js'
import { call, encodeCall, post } from '../../support/xmlrpc.js'
import { program, serve } from './served.js'

const PID = encodeCall('supervisor.getPID', [])

test('unknown paths get a small page, other methods than GET and HEAD 400 (WEB-07..09, WEB-11)', async (context) => {
  const { address } = await serve(context)
  const missing = await request(address, 'GET', '/nothing')
  assert.equal(missing.status, 404)
  assert.equal(missing.headers.server, 'Medusa/1.12')
  assert.equal(missing.headers['content-type'], 'text/html')
  assert.match(missing.headers.date ?? '', /GMT$/)
  assert.equal(
    missing.body.toString(),
    '<head>\r\n<title>Error response</title>\r\n</head>\r\n<body>\r\n<h1>Error response</h1>\r\n<p>Error code 404.\r\n<p>Message: Not Found.\r\n</body>\r\n',
  )
  for (const path of ['/%zz', `/${'x'.repeat(5_000)}`, '/../../etc/passwd']) {
    assert.equal((await request(address, 'GET', path)).status, 404, path)
  }
  const head = await request(address, 'HEAD', '/nothing')
  assert.deepEqual([head.status, head.headers['content-length'], head.body.length], [404, '134', 0])
  for (const method of ['PUT', 'DELETE', 'PROPFIND']) {
    assert.equal((await request(address, method, '/nothing')).status, 400, method)
  }
})

test('only POST calls a method, on every path that begins with /RPC2 (RPC-01)', async (context) => {
  const { address } = await serve(context)
  for (const path of ['/RPC2', '/RPC2/', '/RPC2zzz', '/RPC2?x=1', '/%52PC2']) {
    assert.equal((await request(address, 'POST', path, { body: PID })).status, 200, path)
  }
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
    assert.equal((await request(address, method, '/RPC2')).status, 400, method)
  }
})

test('requests of odd clients are answered: any target form, any or no Host, any content type', async (context) => {
  const { address } = await serve(context)
  const length = `Content-Length: ${PID.length}\r\nConnection: close\r\n`
  const heads = [
    `POST http://unix/RPC2 HTTP/1.1\r\nHost: unix\r\n${length}`,
    `POST https://unix:443/RPC2?a=b HTTP/1.1\r\nHost: \r\n${length}`,
    `POST /RPC2 HTTP/1.1\r\n${length}`,
    `POST /RPC2 HTTP/1.1\r\nHost: /run/supervisor.sock\r\n${length}`,
    `POST /RPC2 HTTP/1.0\r\n${length}`,
    `POST /RPC2 HTTP/1.1\r\nContent-Type: application/json\r\n${length}`,
    `POST /RPC2 HTTP/1.1\r\nContent-Type: %%% ;\r\n${length}`,
    `POST /RPC2 HTTP/1.1\r\nContent-Type: text/xml; charset=latin1\r\n${length}`,
  ]
  for (const head of heads) {
    const answer = await exchange(address, `${head}\r\n${PID}`)
    assert.equal(answer.status, 200, head)
    assert.match(answer.body.toString(), /<int>1000<\/int>/)
  }
})

test('a connection is kept for the next request unless HTTP/1.0 or the client asks otherwise (RPC-09)', async (context) => {
  const { address } = await serve(context)
  const kept = await exchange(
    address,
    `POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${PID.length}\r\n\r\n${PID}`,
  )
  assert.equal(kept.headers.connection, 'keep-alive')
  const old = await exchange(address, `POST /RPC2 HTTP/1.0\r\nContent-Length: ${PID.length}\r\n\r\n${PID}`)
  assert.equal(old.headers.connection, 'close')
  const socket = connect(address)
  const message = `POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${PID.length}\r\n\r\n${PID}`
  let answers = 0
  await within(
    new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('data', () => {
        answers += 1
        if (answers === 3) resolve()
        else socket.write(message)
      })
      socket.write(message)
    }),
    { what: 'three answers on one connection' },
  )
  socket.destroy()
})

test('what is no HTTP is answered with 400 and closed (WEB-10)', async (context) => {
  const { address } = await serve(context)
  for (const text of [
    'GARBAGE\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\nbad header\r\n\r\n',
  ]) {
    const answer = await exchange(address, text)
    assert.equal(answer.status, 400, text)
    assert.match(answer.body.toString(), /Error code 400/)
  }
  const long = await exchange(address, `GET / HTTP/1.1\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`)
  assert.equal(long.status, 431)
})

test('a body needs a length, and is refused by it before it is read (RPC-02)', async (context) => {
  const { address } = await serve(context)
  const without = await exchange(address, 'POST /RPC2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  assert.equal(without.status, 411)
  const chunked = await exchange(
    address,
    'POST /RPC2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
  )
  assert.equal(chunked.status, 411)
  const announced = await exchange(
    address,
    'POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n',
  )
  assert.equal(announced.status, 413)
})

test('a body of 100 MB is refused without being kept', async (context) => {
  const { address } = await serve(context)
  // Node gives every piece of a body a buffer of its own, and collects 32 MB of them at a time, from Node 24 on 64 MB.
  const megabytes = 400
  const before = process.memoryUsage.rss()
  const socket = connect(address)
  const chunk = Buffer.alloc(1 << 20, 0x20)
  const answer = new Promise<string>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (bytes) => resolve(bytes.toString()))
  })
  socket.write(`POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${megabytes << 20}\r\n\r\n`)
  for (let sent = 0; sent < megabytes; sent++) {
    if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve))
  }
  assert.match(await within(answer, { what: 'the refusal' }), /^HTTP\/1\.1 413 /)
  socket.destroy()
  const grown = (process.memoryUsage.rss() - before) >> 20
  assert.ok(grown < megabytes / 3, `of ${megabytes} MB ${grown} MB are in memory`)
  assert.deepEqual(await call(address, 'supervisor.getPID'), { value: 1000 })
})

test('white space in tags, which takes the parser a square of its length, is refused at once', async (context) => {
  const { address } = await serve(context)
  const spaces = ' '.repeat(1 << 20)
  for (const body of [`<m${spaces}></m>`, `<m></m${spaces}>`, `<?x${spaces}?><m/>`]) {
    assert.equal((await request(address, 'POST', '/RPC2', { body })).status, 400)
  }
  assert.deepEqual(await call(address, 'supervisor.getPID'), { value: 1000 })
})

test('bodies that are no call get 400 and a log line (RPC-03, MSG-13)', async (context) => {
  const { address, lines } = await serve(context)
  const bad: readonly [string, string][] = [
    ['junk', 'unmarshallable'],
    ['', 'unmarshallable'],
    ['<a>', 'unmarshallable'],
    ['<methodCall/>', 'no method name'],
    ['<methodCall><methodName></methodName></methodCall>', 'no method name'],
    ['<methodCall><methodName>&z;</methodName></methodCall>', 'unmarshallable'],
    [
      '<!DOCTYPE a [<!ENTITY z "supervisor.getPID">]><methodCall><methodName>&z;</methodName></methodCall>',
      'unmarshallable',
    ],
    [
      '<methodCall><methodName>a</methodName><params><param><value><int>x</int></value></param></params></methodCall>',
      'unmarshallable',
    ],
    ['<methodCall><methodName>a\u0001</methodName></methodCall>', 'unmarshallable'],
    [`${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}`, 'unmarshallable'],
    ['\ufffe\u0000', 'unmarshallable'],
  ]
  for (const [body, reason] of bad) {
    lines()
    const answer = await post(address, body)
    assert.equal(answer.status, 400, body.slice(0, 80))
    const line = lines().find((text) => text.startsWith('ERRO XML-RPC request data '))
    assert.ok(line?.endsWith(` is invalid: ${reason}`), `${body.slice(0, 80)}: ${line}`)
    assert.ok(line !== undefined && line.length < 6_000)
  }
  await post(address, 'junk')
  assert.ok(lines().includes("ERRO XML-RPC request data 'junk' is invalid: unmarshallable"))
})

test('a client that leaves in the middle of a body is no line of the log', async (context) => {
  const { address, harness } = await serve(context)
  const socket = connect(address)
  const answer = call(address, 'supervisor.getPID')
  socket.write(`POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${PID.length}\r\n\r\n${PID.slice(0, 20)}`)
  await answer
  await new Promise<void>((resolve) => socket.end(() => resolve()))
  socket.destroy()
  for (let count = 0; count < 3; count++) await call(address, 'supervisor.getPID')
  assert.deepEqual(
    harness.log().filter((line) => line.startsWith('ERRO ')),
    [],
  )
})

test('multibyte characters at the borders of chunks arrive whole', async (context) => {
  const { address, harness } = await serve(context, { config: program('cat', 'autostart=true') })
  const text = 'é€😀'.repeat(50)
  const body = Buffer.from(encodeCall('supervisor.sendProcessStdin', ['cat', text]))
  const socket = connect(address)
  socket.setNoDelay(true)
  const answered = new Promise<string>((resolve) => socket.on('data', (bytes) => resolve(bytes.toString())))
  socket.write(`POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`)
  for (let at = 0; at < body.length; at += 7) {
    await new Promise<void>((resolve) => socket.write(body.subarray(at, at + 7), () => resolve()))
  }
  assert.match(await within(answered, { what: 'the answer' }), /<boolean>1</)
  socket.destroy()
  assert.equal(harness.child('cat').readStdin(), text)
})

test('requests that come before the application is ready wait for it', async (context) => {
  const { address } = await serve(context)
  // serve() returns as soon as the sockets are bound: fastify is not loaded yet for the first of these.
  const answers = await Promise.all(Array.from({ length: 20 }, () => call(address, 'supervisor.getPID')))
  assert.deepEqual(answers, Array(20).fill({ value: 1000 }))
})

test('each request is one line of the log at trace (MSG-12)', async (context) => {
  const { address, harness } = await serve(context)
  await call(address, 'supervisor.getPID')
  await call(address, 'supervisor.nothing')
  const traces = harness.log().filter((line) => line.startsWith('TRAC '))
  assert.deepEqual(
    traces.filter((line) => line.includes('XML-RPC')),
    [
      'TRAC XML-RPC method called: supervisor.getPID()',
      'TRAC XML-RPC method supervisor.getPID() returned successfully',
      'TRAC XML-RPC method called: supervisor.nothing()',
      'TRAC XML-RPC method supervisor.nothing() returned fault: [1] UNKNOWN_METHOD',
    ],
  )
  assert.match(
    traces.find((line) => line.includes('POST')) ?? '',
    /^TRAC localhost:0 - - \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "POST \/RPC2 HTTP\/1\.1" 200 \d+$/,
  )
})

test('a name or a text of a client neither begins a line of the log nor commands a terminal', async (context) => {
  const { address, lines } = await serve(context, { config: program('a') })
  lines()
  await call(address, 'x\n2026-11-21 12:00:00,000 CRIT forged \u009b31m')
  await call(address, 'supervisor.getProcessInfo', ['b\nCRIT forged'])
  await call(address, 'y'.repeat(1_000_000))
  const told = lines().filter((line) => line.includes('XML-RPC'))
  assert.deepEqual(told.slice(0, 4), [
    'TRAC XML-RPC method called: x\\n2026-11-21 12:00:00,000 CRIT forged \\x9b31m()',
    'TRAC XML-RPC method x\\n2026-11-21 12:00:00,000 CRIT forged \\x9b31m() returned fault: [1] UNKNOWN_METHOD',
    'TRAC XML-RPC method called: supervisor.getProcessInfo()',
    'TRAC XML-RPC method supervisor.getProcessInfo() returned fault: [10] BAD_NAME: b\\nCRIT forged',
  ])
  for (const line of told) assert.ok(line.length < 3_000)
})

test('closing lets answers in flight arrive and ends everything else', async (context) => {
  const { address, harness, stop } = await serve(context, {
    config: program('slow', 'autostart=true\nstopwaitsecs=5'),
    onSpawn: (child) => {
      child.onSignal = () => 'ignore'
    },
  })
  const idle = connect(address)
  await new Promise((resolve) => idle.once('connect', resolve))
  const stopped = call(address, 'supervisor.stopProcess', ['slow'])
  while (harness.process('slow').state !== 'STOPPING') await nextTurn()
  const ended = stop()
  assert.deepEqual(await stopped, { value: true })
  await new Promise((resolve) => idle.once('close', resolve).resume())
  await ended
  await assert.rejects(call(address, 'supervisor.getPID'))
})
