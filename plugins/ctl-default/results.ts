// How the outcome for one process is printed, and what it does to the exit status (CTL-20..25, spec 7.3).

import { FAULTS, makeNamespec, type ProcessResult, RemoteFault, splitNamespec } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl } from 'reeve/sdk/ctl'

/** `null` stands for the text that the server sent along. */
export interface Wording {
  readonly done: string
  readonly reasons: Readonly<Partial<Record<number, string | null>>>
  /** A fault that the operator's wish already holds for: it is printed and leaves the exit status alone. */
  readonly harmless?: number
}

export const STARTING: Wording = {
  done: 'started',
  reasons: {
    [FAULTS.BAD_NAME]: 'no such process',
    [FAULTS.NO_FILE]: 'no such file',
    [FAULTS.NOT_EXECUTABLE]: 'file is not executable',
    [FAULTS.ALREADY_STARTED]: 'already started',
    [FAULTS.SPAWN_ERROR]: 'spawn error',
    [FAULTS.ABNORMAL_TERMINATION]: 'abnormal termination',
  },
  harmless: FAULTS.ALREADY_STARTED,
}

const SIGNAL_REASONS: Wording['reasons'] = {
  [FAULTS.BAD_NAME]: 'no such process',
  [FAULTS.BAD_SIGNAL]: 'bad signal name',
  [FAULTS.NOT_RUNNING]: 'not running',
  [FAULTS.FAILED]: null,
}

export const STOPPING: Wording = { done: 'stopped', reasons: SIGNAL_REASONS, harmless: FAULTS.NOT_RUNNING }

export const SIGNALLING: Wording = { done: 'signalled', reasons: SIGNAL_REASONS }

export const CLEARING: Wording = {
  done: 'cleared',
  reasons: { [FAULTS.BAD_NAME]: 'no such process', [FAULTS.FAILED]: 'failed' },
}

const DEAD_PROGRAM: readonly number[] = [FAULTS.SPAWN_ERROR, FAULTS.ABNORMAL_TERMINATION, FAULTS.NOT_RUNNING]

/** Prints one outcome. Throws a RemoteFault that the wording does not know: it becomes the `error:` line. */
export function report(ctl: Ctl, wording: Wording, result: ProcessResult): void {
  const name = makeNamespec(result.group, result.name)
  if (result.status === FAULTS.SUCCESS) {
    ctl.output(`${name}: ${wording.done}`)
    return
  }
  const reason = wording.reasons[result.status]
  if (reason === undefined) throw new RemoteFault(result.status, result.description)
  // Why a viewer may not: no server but ours says that.
  const isRefusal = / is not allowed$/.test(result.description)
  ctl.output(reason === null || isRefusal ? result.description : `${name}: ERROR (${reason})`)
  if (result.status === wording.harmless) return
  ctl.fail(DEAD_PROGRAM.includes(result.status) ? CTL_EXIT.NOT_RUNNING : CTL_EXIT.GENERIC)
}

/** Calls for one process; a fault is an outcome too. */
export async function resultOf(namespec: string, call: () => Promise<unknown>): Promise<ProcessResult> {
  const { group, process } = splitNamespec(namespec)
  // A whole group where only a process makes sense prints as the original does: `group:None`.
  const name = process ?? 'None'
  try {
    await call()
    return { group, name, status: FAULTS.SUCCESS, description: 'OK' }
  } catch (error) {
    if (!(error instanceof RemoteFault)) throw error
    return { group, name, status: error.faultCode, description: error.faultString }
  }
}
