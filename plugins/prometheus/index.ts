// `[prometheus]`: metrics on the HTTP servers of the config. Nothing is measured between two scrapes but the bytes that
// programs write.

import type { PrometheusOptions } from 'reeve/schemas/types'
import { definePlugin, httpHooks, isAllowed, isHttpServer, type Section, type Supervisor } from 'reeve/sdk'
import { renderDaemon } from './daemon-metrics.js'
import { CONTENT_TYPE } from './exposition.js'
import { renderPrograms } from './program-metrics.js'
import { Tallies } from './tallies.js'

export default definePlugin({
  name: 'prometheus',
  requires: ['http-server'],
  sections: { prometheus: 'single' },
  apply(supervisor, { sections: [section] }) {
    if (section === undefined) return
    const { path, servers } = section.values as unknown as PrometheusOptions
    warnOfUnknown(supervisor, section, servers)
    const tallies = new Tallies()
    supervisor.hooks.channelOpen.tap('prometheus', (channel, process) => tallies.count(channel, process))
    const scrape = createScrape(supervisor, tallies)
    httpHooks(supervisor).server.tap('prometheus', (app, { header }) => {
      if (servers.length > 0 && !servers.includes(header)) return
      app.get(path, async (request, reply) => {
        const access = { caller: request.caller, action: 'prometheus.scrape', target: null, mutates: false }
        if (!isAllowed(supervisor, access)) return reply.code(403).type('text/plain').send('Forbidden\n')
        return reply.type(CONTENT_TYPE).send(await scrape())
      })
    })
  },
})

/** Scrapers that come together share one answer. */
function createScrape(supervisor: Supervisor, tallies: Tallies): () => Promise<string> {
  const { clock } = supervisor
  const startedAt = clock.now()
  let underWay: Promise<string> | null = null

  async function render(): Promise<string> {
    const due = clock.monotonic()
    await new Promise<void>((resolve) => clock.soon(resolve))
    const lagMs = clock.monotonic() - due
    const processes = supervisor.processesByPriority()
    const usage = await supervisor.usage(processes)
    const programs = renderPrograms(processes, { now: clock.now(), usage, tallies })
    return programs + renderDaemon(supervisor, startedAt, lagMs)
  }

  return () => {
    underWay ??= render().finally(() => {
      underWay = null
    })
    return underWay
  }
}

function warnOfUnknown(supervisor: Supervisor, section: Section, servers: readonly string[]): void {
  const known = supervisor.config.sections.filter(isHttpServer)
  const { file, line } = section.locate('servers')
  for (const server of servers) {
    if (known.some(({ header }) => header === server)) continue
    supervisor.log.warn(
      `[prometheus] servers names "${server}", but there is no section [${server}] [${file}:${line}]`,
    )
  }
}
