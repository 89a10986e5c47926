// Mail through a command: `/usr/sbin/sendmail -t -i`, or what an operator has in its place.

import { describeFailure, type Run } from '../run.js'
import type { ComposedMail } from './compose.js'

/** Through a shell, as the command may be a pipeline. Rejects with an Error that names the command. */
export async function sendByCommand(command: string, { bytes }: ComposedMail, run: Run): Promise<void> {
  const result = await run(['/bin/sh', '-c', command], { input: bytes })
  const failure = describeFailure(result)
  if (failure !== null) throw new Error(`${command} ${failure}`)
}
