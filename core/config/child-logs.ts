// The log options of a process, with Supervisor's three warnings about them (CFG-PROG-16 to 19, CFG-TYP-10).

import { OPTIONS } from '../../schemas/generated/options.js'
import type { OptionSpec } from '../../schemas/option-table.js'
import type { Names } from './expand.js'
import { readOption, type SectionReader, type Values } from './option-reader.js'

const STREAMS = (['stdout', 'stderr'] as const).map((stream) => ({
  logfile: specOf(`${stream}_logfile`),
  backups: specOf(`${stream}_logfile_backups`),
  maxbytes: specOf(`${stream}_logfile_maxbytes`),
  syslog: specOf(`${stream}_syslog`),
}))

function specOf(name: string): OptionSpec {
  const spec = OPTIONS.program.find((option) => option.name === name)
  if (spec === undefined) throw new Error(`program.schema.json has no ${name}`)
  return spec
}

/** The values of the eight log options that are read per process. Expanded once (EDGE-35). */
export function readChildLogs(reader: SectionReader, names: Names, redirectStderr: boolean): Values {
  const values: Values = {}
  const { notices } = reader.reading
  const section = reader.section.name
  const warn = (text: string) => notices.push({ level: 'warn', text: `For [${section}], ${text}` })
  for (const stream of STREAMS) {
    const key = stream.logfile.name
    let logfile = readOption(reader, stream.logfile, names)
    values[stream.backups.name] = readOption(reader, stream.backups, names)
    const maxbytes = readOption(reader, stream.maxbytes, names)
    values[stream.maxbytes.name] = maxbytes
    values[stream.syslog.name] = readOption(reader, stream.syslog, names)
    if (logfile === 'syslog') {
      warn(
        `${key}=syslog but this is deprecated and will be removed.  Use ${stream.syslog.name}=true to enable syslog instead.`,
      )
      logfile = null
      values[stream.syslog.name] = true
    }
    if (logfile === 'AUTO' && maxbytes === 0) {
      warn(
        `AUTO logging used for ${key} without rollover, set maxbytes > 0 to avoid filling up filesystem unintentionally`,
      )
    }
    values[key] = logfile
  }
  if (redirectStderr) {
    const logfile = values.stderr_logfile
    if (typeof logfile === 'string' && logfile !== 'AUTO') {
      warn(
        'redirect_stderr=true but stderr_logfile has also been set to a filename, the filename has been ignored',
      )
    }
    values.stderr_logfile = null
  }
  return values
}
