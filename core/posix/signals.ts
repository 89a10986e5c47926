// Signals: what the daemon listens to, and the table of names and numbers that configs and clients use.

import { constants, platform } from 'node:os'
import type { Libc } from './libc.js'
import { findPlatform } from './platforms.js'
import type { ErrnoName, Posix } from './port.js'

/**
 * To be called before anything else: Node opens its inspector on SIGUSR1, a way into a root daemon that nobody
 * asked for. Taking a listener away again leaves the default action, so SIGUSR1 ends the daemon as it ends
 * supervisord (SIG-05), with the truth in its wait status and without any JavaScript that would have to run.
 */
export function giveSigusr1ItsDefault(): void {
  const takeOver = () => {}
  process.on('SIGUSR1', takeOver)
  process.off('SIGUSR1', takeOver)
}

export function createSignals(libc: Libc): Pick<Posix, 'kill' | 'onSignal' | 'signalNumber' | 'signalName'> {
  return {
    kill(pid, signal): ErrnoName | undefined {
      return libc.kill(pid, signal) === -1 ? libc.errno() : undefined
    },
    onSignal(signal, callback) {
      // Without the arguments of Node, and so that the same callback can be registered twice.
      const listener = () => callback()
      process.on(signal, listener)
      return () => {
        process.off(signal, listener)
      }
    },
    signalNumber: findSignalNumber,
    signalName: findSignalName,
  }
}

const NUMBERS: ReadonlyMap<string, number> = signalTable()
const NAMES: ReadonlyMap<number, string> = nameTable()

function signalTable(): ReadonlyMap<string, number> {
  const table = new Map<string, number>(Object.entries(constants.signals))
  // Node has a name that Python lacks, and lacks two.
  table.delete('SIGUNUSED')
  if (platform() === 'linux') {
    table.set('SIGCLD', constants.signals.SIGCHLD)
    table.set('SIGPOLL', constants.signals.SIGIO)
  }
  for (const [name, number] of Object.entries(findPlatform()?.realTimeSignals ?? {})) table.set(name, number)
  return table
}

function nameTable(): ReadonlyMap<number, string> {
  const ALIASES = ['SIGIOT', 'SIGCLD', 'SIGPOLL']
  return new Map(
    [...NUMBERS].filter(([name]) => !ALIASES.includes(name)).map(([name, number]) => [number, name]),
  )
}

/** 0 probes for existence; Supervisor accepts it by accident, and so do we (CFG-TYP-05). */
const PROBE = 0
const INTEGER = /^[+-]?\d+(_\d+)*$/

export function findSignalNumber(text: string): number | undefined {
  const word = text.trim()
  if (INTEGER.test(word)) {
    const number = Number(word.replaceAll('_', ''))
    return number === PROBE || NAMES.has(number) ? Math.abs(number) : undefined
  }
  const name = word.toUpperCase()
  return NUMBERS.get(name.startsWith('SIG') ? name : `SIG${name}`)
}

export function findSignalName(number: number): string | undefined {
  return NAMES.get(number)
}
