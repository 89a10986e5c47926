// `[memmon]`: limits of memory for single programs, groups, or all; what is over its limit is restarted.

import type { MemmonOptions } from 'reeve/schemas/types'
import { definePlugin, type Section, type SectionProblem } from 'reeve/sdk'
import { checkMailKeys, sectionOutbox } from 'reeve/sdk/mail'
import { parseNamedSize, type SizeByName } from './limits.js'
import { MemoryCheck } from './memory-check.js'
import { Watch } from './watch.js'

export default definePlugin({
  name: 'memmon',
  sections: { memmon: 'single' },
  check: checkSection,
  apply(supervisor, { sections: [section] }) {
    if (section === undefined) return
    const options = section.values as unknown as MemmonOptions
    const outbox = options.to.length === 0 ? null : sectionOutbox(section, supervisor)
    const check = new MemoryCheck({
      limits: {
        programs: byName(options.programs),
        groups: byName(options.groups),
        any: options.any ?? null,
      },
      mailWithinSeconds: options.mail_within === 0 ? Number.POSITIVE_INFINITY : options.mail_within,
      title: 'memmon',
      log: supervisor.log,
      mail: (mail) => outbox?.add(mail),
    })
    const watch = new Watch(supervisor, {
      check,
      cumulative: options.cumulative,
      intervalMs: options.interval * 1000,
    })
    if (outbox !== null) supervisor.hooks.shutdown.tapPromise('memmon', () => outbox.flush())
    return () => {
      watch.close()
      outbox?.close()
    }
  },
})

function byName(list: readonly string[]): SizeByName {
  return new Map(list.map(parseNamedSize).filter((one) => one !== undefined))
}

function checkSection(section: Section): readonly SectionProblem[] {
  const { programs = [], groups = [], any } = section.values as Partial<MemmonOptions>
  const wrong = ([option, list]: readonly [string, readonly string[]]): SectionProblem[] =>
    list
      .filter((text) => parseNamedSize(text) === undefined)
      .map((text) => ({
        section,
        option,
        text: `${option}: "${text}" is no name=size, for example web=200MB`,
      }))
  const problems = [['programs', programs] as const, ['groups', groups] as const].flatMap(wrong)
  if (programs.length + groups.length === 0 && any === undefined) {
    problems.push({ section, option: null, text: '[memmon] sets no limit: give it programs, groups or any' })
  }
  return [...problems, ...checkMailKeys(section)]
}
