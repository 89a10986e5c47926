// supervisorctl quit, exit, and the end of input (CTL-40).

import type { Ctl, CtlCommand } from 'reeve/sdk/ctl'

function leave(ctl: Ctl): void {
  ctl.output('')
  ctl.leave()
}

export const quit: CtlCommand = { help: ['quit\tLeave the supervisor shell'], run: leave }

export const exit: CtlCommand = { help: ['exit\tLeave the supervisor shell'], run: leave }

/** What the shell runs at the end of input. */
export const endOfFile: CtlCommand = { help: [], run: leave }
