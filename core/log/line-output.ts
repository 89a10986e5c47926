// Lines that plugins write to a file or device, with the patience of the daemon's own log.

import type { LineOutput } from '../../sdk/supervisor.js'
import type { LogFiles } from '../output/log-files.js'
import { createLineWriter } from './line-writer.js'

/** Throws LogOpenError. */
export function openLineOutput(files: LogFiles, path: string): LineOutput {
  const writer = createLineWriter({
    sink: files.open(path, { maxbytes: 0, backups: 0 }),
    describeLoss: (count) => `${count} lines are missing here: the reader of this output is too slow\n`,
  })
  return { write: (line) => writer.write(`${line}\n`), close: () => writer.close() }
}
