// Commands of a program: what `supervisor.runCommand` is in a plugin.

import { constants } from 'node:os'
import { RUN_LIMITS, type Run, RunError, type RunResult } from '../../run.js'

/** What a command wrote last has this long to arrive after its end. */
const LAST_WORDS_MS = 250

/** Loads node:child_process with the first command. */
export const runCommand: Run = async (
  [file, ...args],
  { input = '', timeoutMs = RUN_LIMITS.timeoutMs } = {},
) => {
  const { spawn } = await import('node:child_process')
  return new Promise<RunResult>((resolve, reject) => {
    // A group of its own, so that all of it can be killed.
    const child = spawn(file, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
    let output = Buffer.alloc(0)
    let timedOut = false
    const keep = (bytes: Buffer) => {
      const room = RUN_LIMITS.outputBytes - output.length
      if (room > 0) output = Buffer.concat([output, bytes.subarray(0, room)])
    }
    const timer = setTimeout(() => {
      timedOut = true
      kill(child.pid)
    }, timeoutMs)
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    // It need not read its input.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(new RunError(`${file} cannot be started: ${error.message}`))
    })
    child.on('exit', (code, name) => {
      clearTimeout(timer)
      const signal = name === null ? null : constants.signals[name]
      const end = () => resolve({ code, signal, timedOut, output: output.toString('utf8') })
      // A grandchild may hold the pipes for ever.
      const patience = setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, LAST_WORDS_MS)
      child.on('close', () => {
        clearTimeout(patience)
        end()
      })
    })
  })
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended just now.
  }
}
