import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { watchResources } from '../../../core/testing/resources.js'
import { Scratch } from '../../support/scratch.js'
import { waitFor, within } from '../../support/wait.js'
import { createRig } from './capture-rig.js'

const scratch = new Scratch()
after(() => scratch.remove())

/** Current file last: the order in which it was written. */
function readRotated(name: string): string {
  const backups = scratch
    .names()
    .filter((one) => one.startsWith(`${name}.`))
    .sort((a, b) => Number(b.slice(name.length + 1)) - Number(a.slice(name.length + 1)))
  return [...backups, name].map((one) => readFileSync(scratch.at(one), 'latin1')).join('')
}

function sequence(prefix: string, count: number): string {
  let text = ''
  for (let number = 1; number <= count; number++) text += `${prefix}${number}\n`
  return text
}

test('20 children write flat out while their logs rotate, and nothing is lost or reordered', async () => {
  const leaks = watchResources()
  const rig = createRig()
  const count = 60_000
  await Promise.all(
    Array.from({ length: 20 }, (_, child) =>
      rig.run(
        `seq -f c${child}-%.0f ${count}`,
        rig.files.open(scratch.at(`flat${child}`), { maxbytes: 50_000, backups: 30 }),
      ),
    ),
  )
  for (let child = 0; child < 20; child++) {
    const text = readRotated(`flat${child}`)
    assert.ok(text === sequence(`c${child}-`, count), `child ${child}: ${text.length} bytes`)
    assert.ok(scratch.has(`flat${child}.5`), 'the log was rotated')
  }
  rig.close()
  assert.deepEqual(await leaks(), [])
})

test('eight processes that share one rotating log lose nothing (clients.md 19)', async () => {
  const rig = createRig()
  const path = scratch.at('shared')
  await Promise.all(
    Array.from({ length: 8 }, (_, child) =>
      rig.run(`seq -f c${child}-%.0f 20000`, rig.files.open(path, { maxbytes: 50_000, backups: 60 })),
    ),
  )
  rig.close()
  const text = readRotated('shared')
  const expected = Array.from({ length: 8 }, (_, child) => sequence(`c${child}-`, 20_000)).join('')
  assert.equal(text.length, expected.length)
  // Where chunks of two children meet a line may be cut, so the digits are counted and not the lines.
  for (const character of 'c-0123456789\n') {
    assert.equal(text.split(character).length, expected.split(character).length, JSON.stringify(character))
  }
})

test('the last words of a child are in its log when its exit is known, also while a grandchild holds the pipe', async () => {
  const rig = createRig()
  const path = scratch.at('last')
  const marked = `${Object.entries(scratch.mark)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`
  await rig.run(
    `${marked} sleep 30 & seq 1 5000; printf 'last words'`,
    rig.files.open(path, { maxbytes: 0, backups: 0 }),
  )
  assert.equal(readFileSync(path, 'latin1'), `${sequence('', 5_000)}last words`)
  rig.close()
})

test('a reader that stops makes its child wait and no other, and gets everything in the end (EDGE-25)', async () => {
  const rig = createRig()
  await rig.run(`mkfifo ${scratch.at('fifo')}`, { write() {} })
  const reader = rig.posix.open(scratch.at('fifo'), 'read')
  assert.ok(typeof reader === 'number')
  const slow = rig.run('seq 1 100000', rig.files.open(scratch.at('fifo'), { maxbytes: 0, backups: 0 }))
  const other = rig.files.open(scratch.at('other'), { maxbytes: 0, backups: 0 })
  await within(rig.run('seq 1 100000', other), { what: 'the other child to end', deadlineMs: 5_000 })
  assert.equal(readFileSync(scratch.at('other'), 'latin1'), sequence('', 100_000))

  const buffer = Buffer.alloc(65_536)
  let received = ''
  await waitFor(
    () => {
      for (;;) {
        const result = rig.posix.read(reader, buffer, buffer.length)
        if (!('bytes' in result) || result.bytes === 0) break
        received += buffer.toString('latin1', 0, result.bytes)
      }
      return received.endsWith('\n100000\n')
    },
    { what: 'the last line', everyMs: 5, instead: () => `${received.length} bytes` },
  )
  assert.equal(received, sequence('', 100_000))
  await slow
  rig.posix.close(reader)
  rig.close()
})

test('a full disk costs output but neither the child nor the daemon, and is said once with the count', async (context) => {
  const rig = createRig()
  const disk = scratch.folder('disk')
  const mounted: string[] = []
  await rig.run(`mount -t tmpfs -o size=64k none ${disk} && echo yes`, {
    write: (bytes) => void mounted.push(bytes.toString()),
  })
  if (mounted.join('') !== 'yes\n') {
    rig.close()
    context.skip('mounting a small disk needs root')
    return
  }
  try {
    const path = scratch.at('disk/log')
    const sink = rig.files.open(path, { maxbytes: 0, backups: 0 })
    const written = sequence('', 100_000)
    await rig.run('seq 1 100000; exit 0', { write: (bytes) => sink.write(bytes) })
    assert.equal(readFileSync(path, 'latin1'), written.slice(0, 65_536))
    assert.equal(rig.log.lines.length, 1)
    assert.match(rig.log.lines[0] ?? '', /^error could not write to log '.*': ENOSPC/)
    assert.equal(rig.files.clear(path), undefined)
    await rig.run('echo again', { write: (bytes) => sink.write(bytes) })
    assert.equal(readFileSync(path, 'latin1'), 'again\n')
    await waitFor(() => rig.log.lines.length > 1, { what: 'the line that says how much was lost' })
    assert.equal(
      rig.log.lines[1],
      `warn log '${path}' can be written again; ${written.length - 65_536} bytes were lost`,
    )
    sink.close()
  } finally {
    await rig.run(`umount ${disk}`, { write() {} })
    rig.close()
  }
})
