// The groups that [fcgi-program:x] sections make, and what can be wrong in the sections (CFG-FCGI).

import type { FcgiProgramOptions } from 'reeve/schemas/types'
import type { GroupConfig, Section, SectionProblem } from 'reeve/sdk'
import { NAME, readSocket, SocketProblem } from './socket-settings.js'

/** One group for each section that no [group:x] lists. */
export function createGroups(sections: readonly Section[]): readonly GroupConfig[] {
  return sections
    .filter(({ kind, groups = [] }) => kind === NAME && groups.length === 0)
    .map(({ name, kind, values, processes = [], source }) => {
      const { priority } = optionsOf(values)
      return { name: name.trim(), kind, priority, processes, extra: {}, source }
    })
}

/** In Supervisor's words and order; the bad format is told as it was meant to be (CFG-ERR). */
export function checkSection(section: Section): readonly SectionProblem[] {
  const options = optionsOf(section.values)
  const { socket_backlog: backlog } = options
  const problems: SectionProblem[] = []
  if (backlog !== undefined && (backlog < 1 || backlog > 65_535)) {
    problems.push({ section, option: 'socket_backlog', text: `Invalid socket_backlog value ${backlog}` })
  }
  if (!options.socket) {
    const text = `[${section.header}] section requires a "socket" line`
    return [...problems, { section, option: 'socket', text }]
  }
  try {
    readSocket(options, null)
  } catch (error) {
    if (!(error instanceof SocketProblem)) throw error
    problems.push({ section, option: 'socket', text: `${error.message} in [${section.header}] socket` })
  }
  return problems
}

// The values were coerced by the schema of that name; a socket that is missing is found here.
function optionsOf(values: Section['values']): FcgiProgramOptions {
  return values as unknown as FcgiProgramOptions
}
