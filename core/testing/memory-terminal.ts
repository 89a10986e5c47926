// A terminal in memory: what was written, and what the operator will type.

import { EndOfInput } from '../../sdk/contracts/ctl.js'
import type { Terminal } from '../ctl/terminal.js'

export interface MemoryTerminal extends Terminal {
  readonly stdout: () => string
  readonly stderr: () => string
  readonly questions: { readonly prompt: string; readonly hidden: boolean }[]
  /** Ctrl-C. */
  interrupt(): void
  /** As when the event loop runs empty. */
  idle(): void
}

/** `answers` are typed in order; behind them is the end of input. */
export function createMemoryTerminal(answers: readonly string[] = []): MemoryTerminal {
  const typed = [...answers]
  const callbacks: (() => void)[] = []
  const idleCallbacks: (() => void)[] = []
  const questions: MemoryTerminal['questions'] = []
  const written: Buffer[] = []
  let stderr = ''
  return {
    history: [],
    questions,
    stdout: () => Buffer.concat(written).toString(),
    stderr: () => stderr,
    write: (bytes) => void written.push(Buffer.from(bytes)),
    warn(line) {
      stderr += `${line}\n`
    },
    async readLine(prompt, options = {}) {
      questions.push({ prompt, hidden: options.hidden === true })
      const line = typed.shift()
      if (line === undefined) throw new EndOfInput()
      return line
    },
    onInterrupt(callback) {
      callbacks.push(callback)
      return () => void callbacks.splice(callbacks.indexOf(callback), 1)
    },
    interrupt: () => callbacks.at(-1)?.(),
    onIdle(callback) {
      idleCallbacks.push(callback)
      return () => void idleCallbacks.splice(idleCallbacks.indexOf(callback), 1)
    },
    idle: () => idleCallbacks.at(-1)?.(),
    close() {},
  }
}
