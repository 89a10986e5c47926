// Operations on logs.

import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Accepted } from 'reeve/schemas/api-types'
import type { Supervisor } from 'reeve/sdk'
import { type ApiCall, TAKEN } from './calls.js'
import { listFiles, logOf, pathOf, withLog } from './log-files.js'
import { followLogs } from './log-follow.js'
import { searchLog } from './log-search.js'
import { readWindow } from './log-window.js'
import { Refusal } from './refusals.js'
import type { Streams } from './streams.js'

export function createLogOperations(supervisor: Supervisor, streams: Streams) {
  const meant = ({ parameters }: ApiCall) => logOf(supervisor, parameters.namespec, parameters.channel)
  const fileOf = (call: ApiCall) => pathOf(meant(call), call.query.file)
  const read = (call: ApiCall) => withLog(fileOf(call), (log) => readWindow(log, call.query))
  const list = (call: ApiCall) => listFiles(meant(call))
  const search = (call: ApiCall) => withLog(fileOf(call), (log) => searchLog(log, call.query))
  const download = async (call: ApiCall): Promise<typeof TAKEN> => {
    const path = fileOf(call)
    const { size, modified } = await withLog(path, async (log) => log)
    // What is written meanwhile would be more than was announced.
    const content = size === 0 ? Buffer.alloc(0) : createReadStream(path, { end: size - 1 })
    call.reply
      .type('text/plain; charset=utf-8')
      .header('content-length', size)
      .header('last-modified', modified.toUTCString())
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(basename(path))}`)
      .header('x-content-type-options', 'nosniff')
      .send(content)
    return TAKEN
  }
  return {
    readProgramLog: read,
    readMainLog: read,
    listProgramLogFiles: list,
    listMainLogFiles: list,
    searchProgramLog: search,
    searchMainLog: search,
    downloadProgramLog: download,
    downloadMainLog: download,
    clearMainLog(): Accepted {
      supervisor.mainLog.clear()
      return { accepted: true }
    },
    followLogs({ query, reply }: ApiCall): typeof TAKEN {
      const { logs } = query as { readonly logs?: readonly string[] }
      if (logs === undefined) throw new Refusal(400, 'BAD_ARGUMENTS', 'the query needs logs')
      followLogs(supervisor, streams, reply, logs)
      return TAKEN
    },
  }
}
