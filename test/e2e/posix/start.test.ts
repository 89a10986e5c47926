import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const SIGUSR1 = fileURLToPath(new URL('programs/sigusr1.js', import.meta.url))
const LINE = fileURLToPath(new URL('programs/line.js', import.meta.url))
const COMPILED_CORE = fileURLToPath(new URL('../../../core/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'reeve-start-'))
after(() => rmSync(folder, { recursive: true }))

test('SIGUSR1 ends the daemon by its default action and opens no inspector (SIG-05)', async () => {
  const child = spawn(process.execPath, [SIGUSR1], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (data) => {
    errors += String(data)
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGUSR1')
  const signal = await new Promise((resolve) => child.on('close', (_code, name) => resolve(name)))
  assert.equal(signal, 'SIGUSR1')
  assert.equal(errors, '')
})

test('a promise that a readable pipe settles goes on at once, with no other event to come', async () => {
  const pipe = spawn('sh', ['-c', 'read go; echo x; read on'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const child = spawn(process.execPath, [LINE], { stdio: [pipe.stdout, 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data) => {
    said += String(data)
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  pipe.stdin.write('\n')
  await new Promise((resolve) => child.on('close', resolve))
  pipe.stdin.end()
  assert.equal(said, 'ready, a line')
})

/** A copy of the compiled core whose node_modules holds the given koffi, or none. */
function runWithKoffi(name: string, source: string | null): string {
  const place = join(folder, name)
  cpSync(COMPILED_CORE, join(place, 'core'), { recursive: true })
  writeFileSync(join(place, 'package.json'), '{"type":"module"}')
  if (source !== null) {
    mkdirSync(join(place, 'node_modules', 'koffi'), { recursive: true })
    writeFileSync(join(place, 'node_modules', 'koffi', 'package.json'), '{"name":"koffi","main":"index.cjs"}')
    writeFileSync(join(place, 'node_modules', 'koffi', 'index.cjs'), source)
  }
  const script = `
    const { loadLibc } = await import(${JSON.stringify(join(place, 'core', 'posix', 'libc.js'))})
    try { loadLibc() } catch (error) { console.log(error.code + ' ' + error.message) }`
  const options = { encoding: 'utf8', cwd: place } as const
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], options).stdout
}

test('without koffi there is one clear line that says why and what to do', () => {
  const line = runWithKoffi('missing', null)
  assert.match(line, /^REEVE_POSIX the native module koffi did not load: Cannot find module 'koffi'/)
  assert.match(line, /--include=optional/)
  assert.equal(line.trim().split('\n').length, 1)
})

test('a koffi that was built for another machine is the same clear line', () => {
  const line = runWithKoffi('broken', 'throw new Error("invalid ELF header\\nsecond line")')
  assert.match(
    line,
    /^REEVE_POSIX the native module koffi did not load: invalid ELF header; .*npm rebuild koffi/,
  )
  assert.equal(line.trim().split('\n').length, 1)
})
