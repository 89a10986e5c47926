// What Tab offers in the shell (CTL-46, CTL-47).

import type { Client } from '../../sdk/client/client.js'
import { makeNamespec } from '../../sdk/client/namespec.js'
import type { CtlCommandBlock } from '../../sdk/contracts/ctl.js'
import type { ProcessInfo } from '../../sdk/process.js'
import type { Complete } from './line-reader.js'

export interface Completer {
  readonly complete: Complete
  /** Forgets the list of processes: it is asked for once between two commands. */
  forget(): void
}

/** What ends a word: blanks and signs, but not `:`, `*` and `-`, which belong to names. */
const WORD = /[^\s`~!@#$%^&()=+[{\]}\\|;'",<>/?]*$/

export function createCompleter(blocks: readonly CtlCommandBlock[], connect: () => Client): Completer {
  let infos: Promise<readonly ProcessInfo[]> | null = null

  function processInfos(): Promise<readonly ProcessInfo[]> {
    if (infos === null) {
      const client = connect()
      infos = client.supervisor.getAllProcessInfo().finally(client.close)
    }
    return infos
  }

  async function candidates(line: string, word: string): Promise<readonly string[]> {
    const words = line.split(/\s+/).filter((one) => one !== '')
    const entries = blocks.flatMap((block) => block.entries)
    const commands = [
      'help',
      ...entries.filter((entry) => entry.unlisted !== true).map((entry) => entry.name),
    ]
    if (words.length === 0 || (words.length === 1 && !/\s$/.test(line))) return commands
    const entry = entries.find((one) => one.name === words[0])
    if (word.startsWith('-')) return entry?.options ?? []
    switch (entry?.completes) {
      case 'commands':
        return commands
      case 'groups':
        return (await processInfos()).map((info) => info.group)
      case 'processes':
        return (await processInfos()).flatMap((info) => processNames(info, word.includes(':')))
      default:
        return []
    }
  }

  return {
    async complete(line) {
      const word = WORD.exec(line)?.[0] ?? ''
      const names = (await candidates(line, word)).filter((name) => name.startsWith(word))
      return [[...new Set(names)].map((name) => (name.endsWith('=') ? name : `${name} `)), word]
    },
    forget() {
      infos = null
    },
  }
}

function processNames(info: ProcessInfo, withGroup: boolean): readonly string[] {
  if (!withGroup && info.group === info.name) return [makeNamespec(info.group, info.name)]
  return [`${info.group}:${info.name}`, `${info.group}:*`]
}
