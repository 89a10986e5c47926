// A terminal in memory: what was written, and what the operator will type.

import type { Terminal } from '../../../core/ctl/terminal.js'
import { EndOfInput } from '../../../sdk/contracts/ctl.js'

export interface MemoryTerminal extends Terminal {
  readonly stdout: () => string
  readonly stderr: () => string
  readonly questions: { readonly prompt: string; readonly hidden: boolean }[]
  interrupt(): void
}

export function createMemoryTerminal(answers: readonly string[] = []): MemoryTerminal {
  const typed = [...answers]
  const callbacks: (() => void)[] = []
  const questions: MemoryTerminal['questions'] = []
  let stdout = ''
  let stderr = ''
  return {
    history: [],
    questions,
    stdout: () => stdout,
    stderr: () => stderr,
    write(bytes) {
      stdout += typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString()
    },
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
    close() {},
  }
}
