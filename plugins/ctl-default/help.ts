// supervisorctl help (CTL-39): the commands of each plugin in columns, or the help of one of them.

import type { Ctl, CtlCommand, CtlCommandBlock } from 'reeve/sdk/ctl'
import { inColumns } from './columns.js'

const SCREEN_WIDTH = 79

function showBlock(ctl: Ctl, block: CtlCommandBlock): void {
  const names = block.entries.filter((entry) => entry.unlisted !== true).map((entry) => entry.name)
  const header = `${block.plugin} commands (type help <topic>):`
  const lines = ['', header, '='.repeat(header.length), ...inColumns(names.sort(), SCREEN_WIDTH), '']
  for (const line of lines) ctl.output(line)
}

export const help: CtlCommand = {
  help: ['help\t\tShow the list of commands', 'help <action>\tShow the help of one command'],
  async run(ctl, argument) {
    if (argument === '') {
      for (const block of ctl.commands) showBlock(ctl, block)
      return
    }
    const entry = ctl.commands.flatMap((block) => block.entries).find((one) => one.name === argument)
    const lines = entry === undefined ? [] : (await entry.load()).help
    if (lines.length === 0) ctl.output(`*** No help on ${argument}`)
    for (const line of lines) ctl.output(line)
  },
}
