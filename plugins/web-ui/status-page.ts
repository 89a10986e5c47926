// The status page: one row for each process, with what can be done about it (WEB-25..29).

import {
  type Process,
  type ProcessState,
  processesByName,
  SUPERVISOR_VERSION,
  type Supervisor,
} from 'reeve/sdk'
import { createFill } from './page.js'
import { escapeHtml, quote } from './text.js'

/** What a page depends on beside the processes. */
export interface Visit {
  readonly token: string
  /** Shown in a box above the table. */
  readonly message?: string | undefined
  /** Goes into its head as it is. */
  readonly head?: string
  /** Without it there are no buttons. */
  readonly canChange: boolean
  /** Anybody could be here. */
  readonly isOpen: boolean
}

export type RenderStatus = (visit: Visit) => string

export function createRenderStatus(supervisor: Supervisor): RenderStatus {
  const fill = createFill('status.html')
  return ({ token, message, head = '', canChange, isOpen }) => {
    const processes = processesByName(supervisor)
    return fill({
      identifier: escapeHtml(supervisor.identifier),
      summary: summarise(processes),
      message: [isOpen ? OPEN : '', message === undefined ? '' : box('status', escapeHtml(message))].join(''),
      changes: canChange ? CHANGES : '',
      token: escapeHtml(token),
      head,
      table: processes.length === 0 ? 'No programs to manage' : table(processes, canChange),
      supervisor: SUPERVISOR_VERSION,
      reeve: escapeHtml(supervisor.version),
      year: String(new Date(supervisor.clock.now()).getFullYear()),
    })
  }
}

function box(role: 'status' | 'alert', html: string): string {
  return `<div class="status_msg" role="${role}">${html}</div>`
}

const OPEN = box(
  'alert',
  'Everybody who reaches this address can start and stop programs: the server listens beyond this machine and asks for no password. Set username and password in [inet_http_server].',
)

/** How many processes there are in each state: `3 processes: 2 running, 1 fatal`. */
function summarise(processes: readonly Process[]): string {
  const counts = new Map<ProcessState, number>()
  for (const { state } of processes) counts.set(state, (counts.get(state) ?? 0) + 1)
  const states = [...counts].map(([state, count]) => `${count} ${state.toLowerCase()}`)
  const total = `${processes.length} process${processes.length === 1 ? '' : 'es'}`
  return states.length === 0 ? total : `${total}: ${states.join(', ')}`
}

function table(processes: readonly Process[], canChange: boolean): string {
  return `<table cellspacing="0">
        <thead>
        <tr>
          <th class="state">State</th>
          <th class="desc">Description</th>
          <th class="name">Name</th>
          <th class="action">Action</th>
        </tr>
        </thead>
        <tbody>${processes.map((process, index) => row(process, index, canChange)).join('')}
        </tbody>
      </table>`
}

function row(process: Process, index: number, canChange: boolean): string {
  const { statename, description } = process.info()
  const name = quote(process.namespec)
  return `
          <tr class="${index % 2 === 0 ? '' : 'shade'}">
            <td class="status"><span class="${stateClass(statename)}">${statename.toLowerCase()}</span></td>
            <td class="desc"><span>${escapeHtml(description)}</span></td>
            <td class="name"><a href="tail.html?processname=${name}" target="_blank">${escapeHtml(process.namespec)}</a></td>
            <td class="action">
              <ul>${actions(statename, name, canChange).join('')}
              </ul>
            </td>
          </tr>`
}

function stateClass(state: ProcessState): string {
  if (state === 'RUNNING') return 'statusrunning'
  return state === 'FATAL' || state === 'BACKOFF' ? 'statuserror' : 'statusnominal'
}

const CAN_START: ReadonlySet<ProcessState> = new Set(['STOPPED', 'EXITED', 'FATAL'])

/** The five cells of WEB-27; `name` is quoted already. Who may not change anything has only the links. */
function actions(state: ProcessState, name: string, canChange: boolean): readonly string[] {
  const act = (text: string, action: string) =>
    button(text, `index.html?processname=${name}&amp;action=${action}`)
  const change =
    state === 'RUNNING'
      ? [act('Restart', 'restart'), act('Stop', 'stop')]
      : [CAN_START.has(state) ? act('Start', 'start') : BLANK, BLANK]
  return [
    ...(canChange ? [...change, act('Clear Log', 'clearlog')] : [BLANK, BLANK, BLANK]),
    link('Tail -f Stdout', `logtail/${name}`),
    link('Tail -f Stderr', `logtail/${name}/stderr`),
  ]
}

const BLANK = '\n                <li class="blank"></li>'

const CHANGES = ['Restart All', 'Stop All']
  .map((text) => [text, `index.html?action=${text.replace(' ', '').toLowerCase()}`] as const)
  .map(
    ([text, href]) => `
        <li class="action-button"><button type="submit" formaction="${href}">${text}</button><a class="hidden" hidden="hidden" href="${href}">${text}</a></li>`,
  )
  .join('')

/** People press the button, which sends our token; programs that read the page find the link they know. */
function button(text: string, href: string): string {
  return `
                <li><button type="submit" formaction="${href}">${text}</button><a class="hidden" hidden="hidden" href="${href}" name="${text}">${text}</a></li>`
}

function link(text: string, href: string): string {
  return `
                <li><a href="${href}" name="${text}" target="_blank">${text}</a></li>`
}
