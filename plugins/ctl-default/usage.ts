// Arguments of commands: taking them apart, and saying what is wrong with them.

import { CTL_EXIT, type Ctl, type CtlCommand } from 'reeve/sdk/ctl'

/** The words of an argument; no quoting, as the original (clients.md 5). */
export function wordsOf(argument: string): string[] {
  return argument.split(/\s+/).filter((word) => word !== '')
}

/** An error line, where given with the command's help below it. */
export function refuse(
  ctl: Ctl,
  error: string,
  help: readonly string[] = [],
  status: number = CTL_EXIT.GENERIC,
): void {
  ctl.output(error)
  ctl.fail(status)
  for (const line of help) ctl.output(line)
}

/** A command that takes no arguments (CTL-41). */
export function withoutArguments(
  name: string,
  help: readonly string[],
  run: (ctl: Ctl) => Promise<void>,
): CtlCommand {
  return {
    help,
    async run(ctl, argument) {
      if (argument !== '') refuse(ctl, `Error: ${name} accepts no arguments`, help)
      else await run(ctl)
    },
  }
}

/** Asks before what cannot be undone; without an operator the answer is yes. */
export async function isConfirmed(ctl: Ctl, question: string): Promise<boolean> {
  return !ctl.interactive || (await ctl.ask(question)).toLowerCase().startsWith('y')
}
