// What start, stop and signal share: names to calls, and calls to result lines in the order of the names.

import { FAULTS, type ProcessResult, RemoteFault, splitNamespec } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl } from 'reeve/sdk/ctl'
import { report, resultOf, type Wording } from './results.js'

export interface Action {
  readonly wording: Wording
  all(): Promise<readonly ProcessResult[]>
  group(name: string): Promise<readonly ProcessResult[]>
  process(namespec: string): Promise<unknown>
  /** The exit status for a group that does not exist. */
  readonly unknownGroupStatus?: number
  /** How many names may be under way at once; 1 waits for each before the next. */
  readonly atOnce?: number
}

/** `all` anywhere among the names means all processes (CTL-13). */
export async function act(ctl: Ctl, names: readonly string[], action: Action): Promise<void> {
  if (names.includes('all')) {
    for (const result of await action.all()) report(ctl, action.wording, result)
    return
  }
  for await (const outcome of inOrder(names, action.atOnce ?? 1, (name) => outcomeOf(name, action))) {
    if (typeof outcome === 'string') {
      ctl.output(outcome)
      ctl.fail(action.unknownGroupStatus ?? CTL_EXIT.GENERIC)
    } else {
      for (const result of outcome) report(ctl, action.wording, result)
    }
  }
}

/** The results for one name, or the line that says that there is no such group. */
async function outcomeOf(namespec: string, action: Action): Promise<readonly ProcessResult[] | string> {
  const { group, process } = splitNamespec(namespec)
  if (process !== null) return [await resultOf(namespec, () => action.process(namespec))]
  try {
    return await action.group(group)
  } catch (error) {
    if (error instanceof RemoteFault && error.faultCode === FAULTS.BAD_NAME)
      return `${group}: ERROR (no such group)`
    throw error
  }
}

async function* inOrder<Item, Outcome>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Outcome>,
): AsyncGenerator<Outcome> {
  const under: Promise<Outcome>[] = []
  for (const item of items) {
    if (under.length === atOnce) yield await under.shift()!
    const promise = work(item)
    // A failure is thrown when its turn comes, or never when an earlier one ended the command.
    promise.catch(() => {})
    under.push(promise)
  }
  for (const promise of under) yield await promise
}
