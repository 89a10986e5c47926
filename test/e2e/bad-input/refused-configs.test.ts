import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { BASE_CONFIG, type Daemon, startDaemon } from '../../support/daemon.js'
import { type RunResult, run } from '../../support/run.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { BAD_CONFIGS, type BadConfig } from './bad-configs.js'

/** Leaves a file where it was started. */
const WITNESS = '[program:witness]\ncommand=sh -c "touch %(here)s/started; exec sleep 1000"\n'
const GOOD = `${BASE_CONFIG}${WITNESS}`
const FIRST_LINE = GOOD.split('\n').length

function place(bad: BadConfig, scratch: Scratch): string {
  scratch.folder('logs')
  const content = bad.bare ? bad.content : Buffer.concat([Buffer.from(GOOD), Buffer.from(bad.content)])
  return scratch.write('c.conf', content)
}

/** Every error in the text, which is what is said of the file at `file`. */
function assertErrors(bad: BadConfig, texts: readonly string[], file: string): void {
  assert.equal(texts.length, bad.errors.length, texts.join('\n').slice(0, 5_000))
  for (const [text, where] of bad.errors) {
    const wanted = placeText(bad, where, file)
    assert.ok(
      texts.some((said) => text.test(said) && said.includes(wanted)),
      `no ${text} ${wanted} in:\n${texts.join('\n').slice(0, 5_000)}`,
    )
  }
}

/** `[file:line, section s, option o`: what follows may be advice. */
function placeText(bad: BadConfig, where: string, file: string): string {
  if (where === '') return ''
  const line = Number.parseInt(where, 10) + (bad.bare ? 1 : FIRST_LINE) - 1
  return ` [${file}:${line}${where.replace(/^\d+/, '')}`
}

/** The texts of an `Error:` report on stderr, which must be well-formed. */
function errorsOf({ code, signal, stdout, stderr }: RunResult): string[] {
  assert.deepEqual({ code, signal, stdout }, { code: 2, signal: null, stdout: '' }, stderr.slice(0, 5_000))
  const body = /^Error: (.*)\nFor help, use \S+ -h\n$/s.exec(stderr)?.[1]
  assert.ok(body !== undefined, stderr.slice(0, 5_000))
  return body.split('\nError: ')
}

function launch(file: string, args: readonly string[], scratch: Scratch): Promise<RunResult> {
  return run(executable('reeve', 'supervisord'), [...args, '-c', file], {
    directory: scratch.path,
    environment: scratch.mark,
  })
}

function assertNothingStarted(scratch: Scratch): void {
  assert.deepEqual(scratch.names(), ['c.conf', 'logs'])
  assert.deepEqual(scratch.names('logs'), [])
}

for (const bad of BAD_CONFIGS) {
  test(`a configuration ${bad.which} is refused with exit 2, in front and in the background`, {
    skip: skipUnless('reeve'),
  }, async () => {
    const scratch = new Scratch()
    try {
      const file = place(bad, scratch)
      const results = await Promise.all([launch(file, ['-n'], scratch), launch(file, [], scratch)])
      for (const result of results) assertErrors(bad, errorsOf(result), file)
      assertNothingStarted(scratch)
    } finally {
      await scratch.remove()
    }
  })
}

test('a configuration that is missing or a directory is refused with exit 2', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  try {
    const missing = scratch.at('missing.conf')
    assert.deepEqual(errorsOf(await launch(missing, [], scratch)), [`could not find config file ${missing}`])
    const folder = scratch.folder('folder.conf')
    assert.deepEqual(errorsOf(await launch(folder, [], scratch)), [`could not read config file ${folder}`])
  } finally {
    await scratch.remove()
  }
})

test('a configuration that may not be read is refused, and an included one is passed over with a warning', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const scratch = new Scratch()
  scratch.write('secret.conf', '[program:secret]\ncommand=sleep 1000\n', 0o000)
  const daemon = await startDaemon({
    kind: 'reeve',
    scratch,
    user: NOBODY,
    config: '[include]\nfiles=secret.conf\n',
  })
  try {
    const path = scratch.at('secret.conf')
    const refused = await run(executable('reeve', 'supervisord'), ['-c', path], { user: NOBODY })
    assert.deepEqual(errorsOf(refused), [`could not read config file ${path}`])
    await daemon.logged(/WARN Included file ".*secret\.conf" was skipped: it cannot be read/)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

let running: Daemon
let pid: number

before(async () => {
  if (skipUnless('reeve')) return
  running = await startDaemon({ kind: 'reeve', bare: true, config: GOOD })
  pid = (await running.until('witness', 'RUNNING')).pid
})

after(() => running?.close())

async function assertReloadRefused(check: (text: string) => void): Promise<void> {
  const outcome = await running.call('reloadConfig')
  assert.ok('fault' in outcome && outcome.fault === 92, JSON.stringify(outcome).slice(0, 1_000))
  assert.match(outcome.text, /^CANT_REREAD: /)
  check(outcome.text.slice('CANT_REREAD: '.length))

  const before = running.log.matching(/ERRO restart refused/).length
  running.signal('SIGHUP')
  const line = await running.logged(/ERRO restart refused/, before + 1)
  assert.ok(line.endsWith(`everything runs on as it is: ${outcome.text.split('\n')[0]}`), line)
  assert.equal((await running.info('witness')).pid, pid)
}

for (const bad of BAD_CONFIGS) {
  test(`a configuration ${bad.which} is fault 92 at a reread and changes nothing at SIGHUP (CFG-ERR-08, EDGE-30)`, {
    skip: skipUnless('reeve'),
  }, async () => {
    const file = place(bad, running.scratch)
    await assertReloadRefused((text) => {
      for (const [, where] of bad.errors) assert.ok(text.includes(placeText(bad, where, file)), where)
      if (bad.errors.length === 1) assertErrors(bad, [text], file)
    })
  })
}

test('a configuration that is gone or became a directory is fault 92, and all is well once it is back', {
  skip: skipUnless('reeve'),
}, async () => {
  const path = running.scratch.at('c.conf')
  rmSync(path)
  await assertReloadRefused((text) => {
    assert.equal(text, `could not find config file ${path}`)
  })
  mkdirSync(path)
  await assertReloadRefused((text) => {
    assert.equal(text, `could not read config file ${path}`)
  })
  rmSync(path, { recursive: true })
  running.scratch.write('c.conf', `${GOOD}[program:new]\ncommand=sleep 1000\n`)
  assert.deepEqual(await running.ask('reloadConfig'), [[['new'], [], []]])
  running.signal('SIGHUP')
  await running.logged(/spawned: 'new'/)
  await running.until('new', 'RUNNING')
})
