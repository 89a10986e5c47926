import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createHarness, type Harness } from 'reeve/testing'
import { renderBody, renderText } from '../../../plugins/webhook/formats.js'
import webhook from '../../../plugins/webhook/index.js'
import type { EventRecord } from '../../../plugins/webhook/records.js'
import { type Answer, startTarget, type Target } from './target.js'

const PROGRAMS = `[program:web]
command=/bin/cat
startretries=0
[program:job]
command=/bin/cat
autorestart=false
startsecs=0
`

interface Scene {
  readonly harness: Harness
  readonly target: Target
  end(): Promise<void>
}

async function play(
  context: TestContext,
  section: string,
  answer: Answer = (response) => void response.writeHead(200).end(),
) {
  const target = await startTarget(answer)
  context.after(() => target.close())
  const harness = await createHarness(
    `[supervisord]\n[webhook:ops]\nurl=${target.url}/secret-path?token=secret\n${section}${PROGRAMS}`,
    { plugins: [webhook] },
  )
  const scene: Scene = {
    harness,
    target,
    end: () => harness.stop(),
  }
  return scene
}

/** Lets real connections make their way, while no time passes for the daemon. */
async function until({ harness, target }: Scene, done: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!done()) {
    if (performance.now() > deadline)
      throw new Error(`waited for ${what}; received ${target.received.length}`)
    await harness.advance(0)
    await nextTurn()
  }
}

const bodies = ({ target }: Scene) => target.received.map(({ body }) => JSON.parse(body))
const messages = (scene: Scene) =>
  bodies(scene).flatMap(({ events }) => events.map(({ message }: { message: string }) => message))
const lines = ({ harness }: Scene) => harness.log().filter((line) => line.includes('[webhook:ops]'))

test('an unexpected exit and a program that was given up are sent, an expected exit is not', async (context) => {
  const scene = await play(context, '')
  const { harness } = scene
  harness.child('job').exit({ code: 0 })
  await harness.advance(2_000)
  const { pid } = harness.process('web')
  harness.child('web').exit({ code: 3 })
  await until(scene, () => scene.target.received.length === 1, 'the exit')
  const [body] = bodies(scene)
  const { events, identifier } = body as { events: EventRecord[]; identifier: string }
  assert.equal(identifier, 'supervisor')
  assert.deepEqual(events, [
    {
      event: 'PROCESS_STATE_EXITED',
      time: events[0]?.time,
      message: 'web exited with 3, which is not expected',
      process: 'web',
      group: 'web',
      namespec: 'web',
      from_state: 'RUNNING',
      pid,
      expected: false,
    },
  ])
  assert.match(events[0]?.time ?? '', /^2026-01-31T10:20:/)
  await harness.advance(100)
  harness.child('web').exit({ signal: 9 })
  await harness.advance(2_000)
  await until(scene, () => scene.target.received.length === 2, 'the end')
  assert.deepEqual(messages(scene).slice(1), ['web failed to start too often and was given up'])
  await scene.end()
})

test('parents stand for all below them; what is left is sent before the daemon leaves', async (context) => {
  const scene = await play(context, 'events=PROCESS_STATE, SUPERVISOR_STATE_CHANGE\n')
  await scene.end()
  const all = messages(scene)
  for (const message of [
    'web is starting',
    'job is running (pid 2000)',
    'supervisord is running',
    'supervisord is stopping',
    'web is stopped',
  ])
    assert.ok(all.includes(message), `${message} among ${all.join(', ')}`)
})

test('what a program writes is data, cut where it is long', async (context) => {
  const scene = await play(
    context,
    'events=PROCESS_LOG\n[program:talks]\ncommand=/bin/cat\nstdout_events_enabled=true\n',
  )
  scene.harness.child('talks').write('stdout', `from_state:x ${'y'.repeat(9_000)}`)
  await scene.harness.advance(100)
  await until(scene, () => scene.target.received.length === 1, 'the line')
  const [{ events }] = bodies(scene)
  assert.equal(events[0].namespec, 'talks')
  assert.equal(events[0].data.length, 4_096)
  assert.equal(events[0].from_state, undefined)
  await scene.end()
})

test('a body is signed, headers go along, and no log line has the secret of the URL', async (context) => {
  const scene = await play(
    context,
    'secret=key\nheaders=Authorization="Bearer abc",X-Team="ops"\n',
    (response) => response.writeHead(404).end(),
  )
  await scene.harness.advance(2_000)
  scene.harness.child('web').exit({ code: 1 })
  await until(scene, () => lines(scene).length === 2, 'the refusal')
  const [received] = scene.target.received
  const expected = createHmac('sha256', 'key')
    .update(received?.body ?? '')
    .digest('hex')
  assert.equal(received?.headers['x-reeve-signature-256'], `sha256=${expected}`)
  assert.equal(received?.headers.authorization, 'Bearer abc')
  assert.equal(received?.headers['x-team'], 'ops')
  assert.match(
    lines(scene)[0] ?? '',
    /^WARN \[webhook:ops\] http:\/\/127\.0\.0\.1:\d+: an event was not taken: status 404$/,
  )
  assert.match(lines(scene)[1] ?? '', /^ERRO .* events are being dropped: status 404$/)
  assert.ok(!scene.harness.log().join('\n').includes('secret'))
  await scene.end()
})

test('a failing target is tried again later and later, and told of once', async (context) => {
  const scene = await play(context, 'retries=3\n', (response, _request, count) =>
    response.writeHead(count < 4 ? 503 : 200).end(),
  )
  const { harness, target } = scene
  await harness.advance(2_000)
  harness.child('web').exit({ code: 1 })
  for (const [index, longest] of [1_000, 2_000, 4_000].entries()) {
    await until(scene, () => target.received.length === index + 1, `attempt ${index + 1}`)
    await until(scene, () => harness.clock.timers().some(({ background }) => background), 'the pause')
    await settled(harness)
    const before = target.received.length
    await harness.advance(longest / 2 - 10)
    assert.equal(target.received.length, before, 'not before half of it')
    await harness.advance(longest / 2 + 10)
  }
  await until(scene, () => lines(scene).some((line) => /takes events again/.test(line)), 'the recovery')
  assert.equal(new Set(target.received.map(({ body }) => body)).size, 1)
  assert.equal(lines(scene).length, 2)
  await scene.end()
})

test('while a target hangs the queue is bounded: the oldest are dropped, counted and told of once', async (context) => {
  let hangs = true
  const scene = await play(
    context,
    'events=REMOTE_COMMUNICATION\nqueue_size=20\nretries=0\ntimeout=5\n',
    (response) => {
      if (!hangs) response.writeHead(200).end()
    },
  )
  const { harness, target } = scene
  emit(harness, 'first')
  await until(scene, () => target.received.length === 1, 'the request that hangs')
  for (let count = 0; count < 1_000; count++) emit(harness, `event ${count}`)
  hangs = false
  await harness.advance(5_000)
  await until(scene, () => target.received.length === 2, 'the rest')
  assert.deepEqual(
    messages(scene)
      .slice(1)
      .map((text) => text.split(': ')[1]),
    Array.from({ length: 20 }, (_, index) => `event ${980 + index}`),
  )
  await until(scene, () => lines(scene).length === 3, 'the recovery')
  assert.match(lines(scene)[0] ?? '', /events are being dropped: more than 20 wait/)
  assert.match(lines(scene)[2] ?? '', /takes events again; 981 events were dropped/)
  await scene.end()
})

test('events are collected for batch_seconds, and at most 50 go in one request', async (context) => {
  const scene = await play(context, 'events=REMOTE_COMMUNICATION\nbatch_seconds=30\n')
  const { harness, target } = scene
  for (let count = 0; count < 120; count++) emit(harness, `event ${count}`)
  await harness.advance(29_000)
  assert.equal(target.received.length, 0)
  await harness.advance(1_000)
  for (const requests of [1, 2, 3]) {
    await until(scene, () => target.received.length === requests, `request ${requests}`)
    await settled(harness)
    await harness.advance(30_000)
  }
  assert.deepEqual(
    bodies(scene).map(({ events }) => events.length),
    [50, 50, 20],
  )
  await scene.end()
})

test('a target that hangs delays the end of the daemon by three seconds at most', async (context) => {
  const scene = await play(context, '', () => undefined)
  await scene.harness.advance(2_000)
  scene.harness.child('web').exit({ code: 1 })
  await until(scene, () => scene.target.received.length === 1, 'the request')
  const before = scene.harness.clock.monotonic()
  await scene.end()
  assert.ok(scene.harness.clock.monotonic() - before <= 4_000)
  assert.match(lines(scene).at(-1) ?? '', /events are being dropped: the daemon leaves/)
})

test('messages for people cannot ping anybody or pass for markup', () => {
  const sender = { identifier: 's', host: 'h' }
  const event = { event: 'X', time: 't', message: '<!channel> & @everyone', namespec: 'a' }
  const body = (format: 'slack' | 'discord' | 'teams', message = event.message) =>
    JSON.parse(renderBody(format, sender, [{ ...event, message }], '{host}: {message}'))
  assert.deepEqual(body('slack'), { text: 'h: &lt;!channel&gt; &amp; @everyone' })
  assert.deepEqual(body('discord').allowed_mentions, { parse: [] })
  assert.equal(body('discord', 'y'.repeat(5_000)).content.length, 2_000)
  const [card] = body('teams').attachments
  assert.equal(card.contentType, 'application/vnd.microsoft.card.adaptive')
  assert.equal(card.content.body[0].text, 'h: <!channel> & @everyone')
})

test('a template takes the fields of the event and nothing else', () => {
  const event = { event: 'E', time: 't', message: '{host}', pid: 7 }
  const sender = { identifier: 's', host: 'h' }
  const text = '{event} {pid} {message} {tries}| {constructor} {unknown} {'
  assert.equal(renderText(text, sender, event), 'E 7 {host} | {constructor} {unknown} {')
})

test('wrong sections are refused without showing the URL', async () => {
  const boot = (text: string) => createHarness(`[supervisord]\n[webhook:x]\n${text}`, { plugins: [webhook] })
  await assert.rejects(boot('events=PROCESS_STATE\n'), /does not specify a url/)
  await assert.rejects(
    boot('url=http://h/\nevents=PROCES_STATE\n'),
    /no event "PROCES_STATE".*PROCESS_STATE/s,
  )
  await assert.rejects(boot('url=http://h/\nevents=TICK_5\n'), /ticks are made for event listeners/)
  await assert.rejects(
    boot('url=http://h/\nformat=xml\n'),
    /format must be one of json, slack, discord, teams/,
  )
  await assert.rejects(boot('url=http://h/\ntls_ca=/does/not/exist\n'), /tls_ca cannot be read/)
  for (const url of ['ftp://h/secret', 'http://:99999/secret', 'secret']) {
    await assert.rejects(boot(`url=${url}\n`), (error: Error) => !error.message.includes('secret'))
  }
})

function emit({ supervisor }: Harness, data: string): void {
  supervisor.emit(() => ({ type: 'REMOTE_COMMUNICATION', payload: () => `type:x\n${data}` }))
}

async function settled(harness: Harness): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await harness.advance(0)
}
