// The interactive shell: a prompt, one command a line, until the operator leaves (CTL-45).

import { readFileSync, writeFileSync } from 'node:fs'
import { EndOfInput, Interrupted } from '../../sdk/contracts/ctl.js'
import { createCompleter } from './completion.js'
import type { CtlHost } from './ctl.js'
import type { Terminal } from './terminal.js'

export interface ShellOptions {
  readonly prompt: string
  /** Read at the start, written at the end; what fails there is no matter (CFG-CTL-04). */
  readonly historyFile: string | null
}

/** Shows the status, then obeys. Ctrl-C at the prompt or at a command leaves with a newline. */
export async function runShell(ctl: CtlHost, terminal: Terminal, options: ShellOptions): Promise<void> {
  const { historyFile } = options
  const completer = createCompleter(ctl.commands, ctl.connect)
  terminal.history.push(...readHistory(historyFile))
  let interrupt = () => {}
  const interrupted = new Promise<never>((_resolve, reject) => {
    interrupt = () => reject(new Interrupted())
  })
  const release = terminal.onInterrupt(() => interrupt())
  try {
    await Promise.race([obey(ctl, terminal, options.prompt, completer), interrupted])
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    terminal.write('\n')
  } finally {
    release()
    terminal.close()
    writeHistory(historyFile, terminal.history)
  }
}

async function obey(
  ctl: CtlHost,
  terminal: Terminal,
  prompt: string,
  completer: ReturnType<typeof createCompleter>,
): Promise<void> {
  await ctl.run('status')
  while (!ctl.isLeaving) {
    completer.forget()
    await ctl.run(await nextLine(terminal, prompt, completer))
  }
}

async function nextLine(
  terminal: Terminal,
  prompt: string,
  completer: ReturnType<typeof createCompleter>,
): Promise<string> {
  try {
    return await terminal.readLine(`${prompt}> `, { complete: completer.complete })
  } catch (error) {
    if (error instanceof EndOfInput) return 'EOF'
    throw error
  }
}

function readHistory(file: string | null): readonly string[] {
  if (file === null) return []
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  } catch {
    return []
  }
}

function writeHistory(file: string | null, lines: readonly string[]): void {
  if (file === null) return
  try {
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 })
  } catch {
    // An unwritable history must not keep anyone from leaving.
  }
}
