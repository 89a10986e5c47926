// Which log is meant: `web/stdout`, `group:web/stderr`, or `daemon`, as the API names them.

import { at } from '../../api/request.js'

export const DAEMON = 'daemon'

export interface Source {
  readonly name: string
  /** Where the API has it: its parts are below this path. */
  readonly path: string
}

/** A name without a channel means stdout. */
export function sourceOf(text: string): Source {
  if (text === DAEMON) return { name: DAEMON, path: '/log' }
  const [, namespec = text, channel = 'stdout'] = /^(.*)\/(stdout|stderr)$/.exec(text) ?? []
  return { name: `${namespec}/${channel}`, path: at`/programs/${namespec}/logs/${channel}` }
}
