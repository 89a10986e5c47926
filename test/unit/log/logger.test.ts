import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger, type DaemonLogOptions } from '../../../core/log/logger.js'
import { createLogFiles } from '../../../core/output/log-files.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import { createFakePosix } from '../../../core/testing/fake-posix.js'
import { LOG_LEVELS } from '../../../sdk/config.js'

const PATH = '/var/log/supervisord.log'

function open(options: Partial<DaemonLogOptions> = {}) {
  const clock = createFakeClock(new Date(2026, 0, 31, 10, 20, 30, 123).getTime())
  const posix = createFakePosix({ clock })
  const files = createLogFiles({ posix, clock })
  const log = createLogger({
    posix,
    clock,
    files,
    path: PATH,
    level: 'info',
    format: 'text',
    maxbytes: 0,
    backups: 0,
    echo: false,
    ...options,
  })
  return { clock, posix, files, log, logger: log.logger, text: () => posix.files.text(PATH) }
}

const STAMP = '2026-01-31 10:20:30,123'

test('messages at or above the level are written at once, in the words of Supervisor (LOG-01, LOG-02, LOG-05)', () => {
  const { logger, text } = open({ level: 'trace' })
  for (const level of LOG_LEVELS) logger[level](`a ${level}: 100%s %d`)
  assert.equal(
    text(),
    [
      `${STAMP} CRIT a critical: 100%s %d`,
      `${STAMP} ERRO a error: 100%s %d`,
      `${STAMP} WARN a warn: 100%s %d`,
      `${STAMP} INFO a info: 100%s %d`,
      `${STAMP} DEBG a debug: 100%s %d`,
      `${STAMP} TRAC a trace: 100%s %d`,
      '',
    ].join('\n'),
  )
  assert.deepEqual(
    LOG_LEVELS.filter((level) => !logger.enabled(level)),
    ['blather'],
  )
})

test('with logformat=json each line is an object', () => {
  const { logger, text } = open({ format: 'json' })
  logger.warn('a "quoted"\ntext')
  const line = text() ?? ''
  assert.ok(line.endsWith('}\n'))
  assert.deepEqual(JSON.parse(line), {
    level: 'warn',
    time: new Date(2026, 0, 31, 10, 20, 30, 123).toISOString(),
    msg: 'a "quoted"\ntext',
  })
})

test('in the foreground lines go to standard output as well (LOG-04)', () => {
  const { logger, posix, text } = open({ echo: true })
  logger.info('here')
  assert.equal(posix.stdout.take().toString(), `${STAMP} INFO here\n`)
  assert.equal(text(), `${STAMP} INFO here\n`)
})

test('with the log on /dev/stdout lines appear twice in the foreground (LOG-04)', () => {
  const { logger, posix } = open({ echo: true, path: '/dev/stdout' })
  logger.info('here')
  assert.equal(posix.stdout.take().toString(), `${STAMP} INFO here\n`.repeat(2))
})

test('a reader of standard output that stops costs lines there and nothing else', () => {
  const { logger, posix, clock, text } = open({ echo: true })
  const message = 'x'.repeat(1_000)
  for (let count = 0; count < 200; count++) logger.info(message)
  assert.equal(text()?.split('\n').length, 201)
  let shown = posix.stdout.take().toString()
  clock.advance(60)
  for (let bytes = posix.stdout.take(); bytes.length > 0; bytes = posix.stdout.take()) {
    shown += bytes
    clock.advance(60)
  }
  const lines = shown.trimEnd().split('\n')
  const notice = / WARN (\d+) log messages are missing here: the reader of this output is too slow$/
  assert.equal(lines.length - 1 + Number(notice.exec(lines.at(-1) ?? '')?.[1]), 200)
  logger.info('after')
  assert.match(posix.stdout.take().toString(), /INFO after\n$/)
})

test('the log rotates like those of the children (LOG-10)', () => {
  const { logger, posix, text } = open({ maxbytes: 60, backups: 1 })
  for (let count = 0; count < 3; count++) logger.info(`message ${count}`)
  assert.equal(text(), `${STAMP} INFO message 2\n`)
  assert.equal(posix.files.text(`${PATH}.1`), `${STAMP} INFO message 0\n${STAMP} INFO message 1\n`)
})

test('clearing leaves an empty log and refuses a missing one (RPC-36)', () => {
  const { logger, log, posix, text } = open()
  logger.info('old')
  log.file.clear()
  assert.equal(text(), '')
  posix.unlink(PATH)
  assert.throws(() => log.file.clear(), { message: 'NO_FILE' })
})

test('a daemon without a log file still answers', () => {
  const { logger, log } = open({ path: null })
  logger.info('nowhere')
  assert.equal(log.file.path, null)
  assert.throws(() => log.file.read(0, 0), { message: 'NO_FILE' })
  assert.throws(() => log.file.clear(), { message: 'NO_FILE' })
})

test('failures of any log are told to this one, its own included', () => {
  const { logger, posix, clock, text } = open()
  posix.files.fail('write', PATH, 'EIO')
  logger.info('lost')
  posix.files.fail('write', PATH, null)
  logger.info('found')
  clock.advance(1_000)
  const lines = (text() ?? '').split('\n')
  assert.match(lines[0] ?? '', /INFO found$/)
  assert.match(
    lines[1] ?? '',
    /WARN log '\/var\/log\/supervisord.log' can be written again; \d+ bytes were lost$/,
  )
})

test('reopening and closing leave no descriptor behind', () => {
  const { logger, log, posix, text, clock } = open({ echo: true })
  posix.rename(PATH, '/var/log/old.log')
  log.reopen()
  logger.info('new')
  assert.equal(text(), `${STAMP} INFO new\n`)
  log.close()
  assert.deepEqual(posix.openDescriptors(), [])
  clock.advance(0)
  assert.equal(clock.pending(), 0)
})
