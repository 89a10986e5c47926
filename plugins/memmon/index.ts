// `[memmon]`: limits of memory for single programs, groups, or all; what is over its limit is restarted.

import type { MemmonOptions } from 'reeve/schemas/types'
import { definePlugin, type Section, type SectionProblem } from 'reeve/sdk'
import { parseNamedSize, type SizeByName } from './limits.js'
import { Watch } from './watch.js'

export default definePlugin({
  name: 'memmon',
  sections: { memmon: 'single' },
  check: checkSection,
  apply(supervisor, { sections: [section] }) {
    if (section === undefined) return
    const { programs, groups, any, cumulative, interval } = section.values as unknown as MemmonOptions
    const watch = new Watch(supervisor, {
      limits: { programs: byName(programs), groups: byName(groups), any: any ?? null },
      cumulative,
      intervalMs: interval * 1000,
    })
    return () => watch.close()
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
  return problems
}
