import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const SIZE = 256 * 1024

/** A scratch folder with a small filesystem on `disk`. */
async function withDisk(work: (scratch: Scratch) => Promise<void>): Promise<void> {
  const scratch = new Scratch()
  const disk = scratch.folder('disk')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', disk])
  try {
    await work(scratch)
  } finally {
    execFileSync('umount', ['-l', disk])
    await scratch.remove()
  }
}

/** Takes all the room that is left. */
function fill(scratch: Scratch): void {
  for (let bytes = SIZE; bytes >= 1; bytes = Math.floor(bytes / 2)) {
    try {
      writeFileSync(scratch.at('disk/filler'), Buffer.alloc(bytes), { flag: 'a' })
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
    }
  }
}

const LINE = `${'x'.repeat(99)}\n`

/** Sends lines to a program that repeats them. */
async function say(daemon: Daemon, name: string, lines: number): Promise<void> {
  assert.equal(await daemon.ask('sendProcessStdin', name, LINE.repeat(lines)), true)
}

test('a full disk under a log stops nothing: the loss is said once, and the count when there is room again', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  await withDisk(async (scratch) => {
    const config = `
[program:a]
command=cat
stdout_logfile=%(here)s/disk/a.log
stdout_logfile_maxbytes=0
[program:b]
command=cat
stdout_logfile=%(here)s/b.log`
    const daemon = await startDaemon({ kind: 'reeve', scratch, config })
    try {
      const { pid } = await daemon.until('a', 'RUNNING')
      await daemon.until('b', 'RUNNING')
      fill(scratch)
      // More than all pipes hold: the program would block if nobody read it.
      const lines = 3_000
      for (let sent = 0; sent < lines; sent += 100) await say(daemon, 'a', 100)
      await daemon.logged(/ERRO could not write to log '.*disk\/a\.log': ENOSPC; output is dropped until/)
      await say(daemon, 'b', 1)
      await waitFor(() => scratch.read('b.log') === LINE, { what: "the other program's line" })

      writeFileSync(scratch.at('disk/filler'), '')
      await say(daemon, 'a', 1)
      const said = await daemon.logged(/WARN log '.*disk\/a\.log' can be written again; \d+ bytes were lost/)
      const lost = Number(/(\d+) bytes were lost/.exec(said)?.[1])
      assert.ok(lost > 0)
      const expected = (lines + 1) * LINE.length - lost
      await waitFor(() => statSync(scratch.at('disk/a.log')).size === expected, {
        what: `the log to have all but the ${lost} bytes that are told, ${expected}`,
        instead: () => `it has ${statSync(scratch.at('disk/a.log')).size}`,
      })
      assert.equal(daemon.log.matching(/ENOSPC/).length, 1)
      assert.equal((await daemon.info('a')).pid, pid)
      assert.ok(scratch.read('disk/a.log').endsWith(LINE))
    } finally {
      await daemon.close()
    }
  })
})

test('a loss that lasts until the program ends is told with its count when the log is closed', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  await withDisk(async (scratch) => {
    const config = '[program:a]\ncommand=cat\nstdout_logfile=%(here)s/disk/a.log\nstderr_logfile=NONE'
    const daemon = await startDaemon({ kind: 'reeve', scratch, config })
    try {
      await daemon.until('a', 'RUNNING')
      fill(scratch)
      await say(daemon, 'a', 100)
      await daemon.logged(/ERRO could not write to log/)
      assert.equal(await daemon.ask('stopProcess', 'a'), true)
      const size = statSync(scratch.at('disk/a.log')).size
      await daemon.logged(
        new RegExp(
          `WARN log '.*a\\.log' is closed and could not be written to the end; ${10_000 - size} bytes were lost`,
        ),
      )
    } finally {
      await daemon.close()
    }
  })
})

test('a disk that is full for everything stops nothing: the daemon goes on without its own log and its pidfile', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  await withDisk(async (scratch) => {
    const config = `
[supervisord]
logfile=%(here)s/disk/main.log
pidfile=%(here)s/disk/main.pid
childlogdir=%(here)s/disk
[program:a]
command=sh -c "echo out; exec sleep 1000"`
    fill(scratch)
    const daemon = await startDaemon({ kind: 'reeve', scratch, config, unready: true })
    try {
      await daemon.logged(/CRIT could not write pidfile .*main\.pid: ENOSPC/)
      await daemon.logged(/ERRO could not write to log '.*main\.log': ENOSPC; output is dropped until/)
      const { pid } = await daemon.until('a', 'RUNNING')
      daemon.scratch.write('disk/filler', '')
      assert.equal(await daemon.ask('clearLog'), true)
      await daemon.logged(/WARN log '.*main\.log' can be written again; \d+ bytes were lost/)
      assert.equal((await daemon.info('a')).pid, pid)
      daemon.signal('SIGTERM')
      assert.equal(await daemon.exit(), 0)
      assert.match(scratch.read('disk/main.log'), /stopped: a \(terminated by SIGTERM\)\n/)
    } finally {
      await daemon.close()
    }
  })
})
