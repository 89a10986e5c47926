// supervisorctl status --watch: a table that stays up to date in place on a terminal, elsewhere a line a change.

import { compareProgramOrder, type ProgramState, type WatchUpdate } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl } from 'reeve/sdk/ctl'
import { nameWidthOf } from './columns.js'
import { selectByName, unknownLine } from './select.js'
import { colour, cut, statusLine } from './status-lines.js'

const REDRAW_MS = 1_000

/** Ends at Ctrl-C, with the exit status 0; 4 for a name that nothing has. */
export async function watchStatus(ctl: Ctl, names: readonly string[]): Promise<void> {
  if (!(await ctl.checkServer())) {
    ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
    return
  }
  await ctl.interruptible(async (signal) => {
    const view = process.stdout.isTTY ? createTable(ctl) : createLog(ctl)
    let isFirst = true
    try {
      for await (const update of ctl.client.watch({ signal })) {
        const { found, unknown } = selectByName([...update.programs.values()], names)
        if (isFirst) {
          for (const name of unknown) ctl.output(unknownLine(name))
          if (unknown.length > 0) ctl.fail(CTL_EXIT.STATUS_UNKNOWN)
          if (unknown.length > 0 && found.length === 0) return
        }
        isFirst = false
        view.show([...found].sort(compareProgramOrder), update)
      }
    } finally {
      view.end()
    }
  })
}

interface View {
  show(programs: readonly ProgramState[], update: WatchUpdate): void
  end(): void
}

/** A line for each process, then one for each change. */
function createLog(ctl: Ctl): View {
  const time = () => new Date().toTimeString().slice(0, 8)
  return {
    show(programs, { changed, removed, connected, error }) {
      if (!connected) ctl.warn(`${time()} lost the connection: ${error?.message}`)
      const shown = new Set(changed.map(({ namespec }) => namespec))
      const width = nameWidthOf(programs.map(({ namespec }) => namespec))
      for (const program of programs) {
        if (shown.has(program.namespec)) ctl.output(`${time()} ${statusLine(program, width, program.now)}`)
      }
      for (const namespec of removed) ctl.output(`${time()} ${namespec} removed`)
    },
    end() {},
  }
}

/** Draws over what it drew before, once a second for the uptimes, and leaves the last table standing. */
function createTable(ctl: Ctl): View {
  const { stdout } = process
  const paint = process.env.NO_COLOR === undefined ? colour : undefined
  let programs: readonly ProgramState[] = []
  let update: WatchUpdate | undefined
  let drawn = 0
  /** The server's clock less ours: its uptimes are not to jump with another machine's clock. */
  let ahead = 0

  function draw(): void {
    const columns = stdout.columns || 80
    const rows = Math.max(2, (stdout.rows || 24) - 1)
    const now = Date.now() + ahead
    const width = nameWidthOf(programs.map(({ namespec }) => namespec))
    const lines = programs.map((program) => statusLine(program, width, now, paint))
    const left = update?.connected === false ? [`-- not connected: ${update.error?.message} --`] : []
    const room = rows - left.length
    if (lines.length > room) {
      const hidden = lines.length - room + 1
      lines.length = room - 1
      lines.push(`-- and ${hidden} more: name those that you want to see --`)
    }
    const text = [...lines, ...left].map((line) => `${cut(line, columns - 1)}\u001b[K\n`).join('')
    ctl.write(`${drawn === 0 ? '' : `\u001b[${drawn}A`}\r${text}\u001b[J`)
    drawn = lines.length + left.length
  }

  // A resized terminal wraps what was drawn otherwise: begin anew below.
  const resized = () => {
    drawn = 0
    draw()
  }
  const timer = setInterval(draw, REDRAW_MS)
  stdout.on('resize', resized)
  return {
    show(now, latest) {
      programs = now
      update = latest
      const newest = Math.max(0, ...latest.changed.map((program) => program.now))
      if (newest > 0) ahead = newest - Date.now()
      draw()
    },
    end() {
      clearInterval(timer)
      stdout.off('resize', resized)
    },
  }
}
