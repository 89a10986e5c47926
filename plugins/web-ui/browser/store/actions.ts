// What people ask of processes: shown at once, then what really came of it.

import { signal } from '@preact/signals'
import { post } from '../api/request.js'
import type { ActionsRequest, Outcomes, ProcessState, Program } from '../api/types.js'
import { type TextKey, t } from '../i18n/index.js'
import { confirm } from '../parts/dialog.js'
import { toast } from '../parts/toasts.js'
import { canChange } from './daemon.js'
import { programOf, willStart } from './programs.js'

export type Action = ActionsRequest['action']

/** What is under way, by the name of the process. */
export const pending = signal<ReadonlyMap<string, Action>>(new Map())

/** These end work or lose what was written; they are asked about when more than one process is meant. */
const DESTRUCTIVE: Partial<Record<Action, TextKey>> = {
  stop: 'confirm.stop',
  restart: 'confirm.restart',
  'clear-log': 'confirm.clear-log',
}

/** Most programs end when they get one of these. */
const ENDING: ReadonlySet<string> = new Set(['KILL', 'TERM', 'INT', 'QUIT'])

/** Of several processes only those in these states are meant: who starts all does not mean those that run. */
const MEANT: Partial<Record<Action, ReadonlySet<ProcessState>>> = {
  start: new Set<ProcessState>(['STOPPED', 'EXITED', 'FATAL', 'UNKNOWN']),
  stop: new Set<ProcessState>(['RUNNING', 'STARTING', 'BACKOFF']),
  signal: new Set<ProcessState>(['RUNNING', 'STARTING', 'STOPPING']),
}

const SHOWN_FAILURES = 3

/** Carries out one action on the named processes and says what came of it. `sent` is the signal's name. */
export async function perform(action: Action, named: readonly string[], sent?: string): Promise<void> {
  if (named.length === 0) return
  if (!canChange.peek()) return toast('failed', t('viewer.hint'))
  const names = named.length === 1 ? named : meantBy(action, named)
  if (names.length === 0) return toast('done', t('action.none', { action: actionName(action) }))
  if (!(await isWanted(action, names, sent))) return
  mark(names, action)
  try {
    const body = { action, programs: [...names], ...(sent === undefined ? {} : { signal: sent }) }
    report(action, await post<Outcomes>('/actions', body))
  } catch (error) {
    toast('failed', t('action.failed', { action: actionName(action), reason: messageOf(error) }))
  } finally {
    mark(names, null)
  }
}

export function actionName(action: Action): string {
  return t(`action.${action}`)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Does an action make sense now? A stop also ends what would start by itself. */
export function isPossible(action: Action, program: Program): boolean {
  const states = MEANT[action]
  return states === undefined || states.has(program.state) || (action === 'stop' && willStart(program))
}

function meantBy(action: Action, named: readonly string[]): readonly string[] {
  return named.filter((name) => {
    const program = programOf(name)?.peek()
    return program !== undefined && isPossible(action, program)
  })
}

async function isWanted(action: Action, names: readonly string[], sent = ''): Promise<boolean> {
  const text = action === 'signal' && ENDING.has(sent) ? 'confirm.signal' : DESTRUCTIVE[action]
  const isAlwaysAsked = action === 'clear-log'
  if (text === undefined || (names.length === 1 && !isAlwaysAsked)) return true
  const title = `${actionName(action)}: ${names.length === 1 ? names[0] : t('confirm.many', { count: names.length })}`
  return confirm(title, t(text), actionName(action))
}

function mark(names: readonly string[], action: Action | null): void {
  const next = new Map(pending.value)
  for (const name of names) {
    if (action === null) next.delete(name)
    else next.set(name, action)
  }
  pending.value = next
}

function report(action: Action, { outcomes }: Outcomes): void {
  const failed = outcomes.filter((one) => !one.ok)
  for (const { namespec, error } of failed.slice(0, SHOWN_FAILURES)) {
    const reason = `${namespec}: ${error?.message ?? ''}`
    toast('failed', t('action.failed', { action: actionName(action), reason }))
  }
  if (failed.length > SHOWN_FAILURES) {
    toast('failed', t('action.more', { count: failed.length - SHOWN_FAILURES }))
  }
  const done = outcomes.length - failed.length
  if (done > 0) toast('done', t('action.done', { action: actionName(action), count: done }))
}
