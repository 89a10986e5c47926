// Operations on the configuration: what is in force, how the files differ from it, and bringing groups to it.

import { isDeepStrictEqual } from 'node:util'
import type {
  ApplyOutcome,
  ApplyOutcomes,
  ApplyRequest,
  ConfigDiff,
  GroupDiff,
  OptionDiff,
  ProgramConfig,
  ProgramDiff,
} from 'reeve/schemas/api-types'
import {
  Fault,
  type GroupConfig,
  groupByPriority,
  type ProcessConfig,
  type Supervisor,
  stopAll,
} from 'reeve/sdk'
import type { ApiCall } from './calls.js'
import { groupOptionsOf, optionsOf, showValue } from './option-values.js'
import { oneProcess } from './program-operations.js'
import { errorBodyOf } from './refusals.js'

export function createConfigOperations(supervisor: Supervisor) {
  return {
    getProgramConfig({ parameters }: ApiCall): ProgramConfig {
      const { namespec, config, group } = oneProcess(supervisor, parameters.namespec ?? '')
      const options = [...optionsOf(config)].map(([name, value]) => [name, showValue(name, value)] as const)
      return {
        namespec,
        program: config.program,
        kind: group.config.kind,
        file: config.source.file,
        line: config.source.line,
        options: Object.fromEntries(options),
        environment: Object.keys(config.environment).sort(),
      }
    },
    diffConfig(): ConfigDiff {
      const { config, diff } = supervisor.previewConfig()
      const next = new Map(config.groups.map((group) => [group.name, group]))
      const compare = (name: string) => diffGroup(name, supervisor.groups.get(name)?.config, next.get(name))
      return {
        file: config.file,
        added: diff.added.map(compare),
        changed: diff.changed.map(compare),
        removed: diff.removed.map(compare),
      }
    },
    async applyConfig({ body }: ApiCall): Promise<ApplyOutcomes> {
      const { groups } = body as ApplyRequest
      if (groups !== undefined) checkNames(supervisor, groups)
      const diff = supervisor.reread()
      const chosen = (names: readonly string[]) =>
        groups === undefined ? names : names.filter((name) => groups.includes(name))
      const removed = chosen(diff.removed)
      const changed = chosen(diff.changed)
      // Stopping is what takes time, so all of them stop at once; what then comes is in the order of the config.
      await stopGroups(supervisor, [...removed, ...changed])
      const outcomes = [
        ...removed.map((name) => attempt(name, 'removed', () => supervisor.removeGroup(name))),
        ...changed.map((name) =>
          attempt(name, 'changed', () => {
            supervisor.removeGroup(name)
            supervisor.addGroup(name)
          }),
        ),
        ...chosen(diff.added).map((name) => attempt(name, 'added', () => supervisor.addGroup(name))),
      ]
      return { outcomes }
    },
  }
}

/** Nothing is kept of a request that names what there is not. Throws Fault BAD_NAME. */
function checkNames(supervisor: Supervisor, names: readonly string[]): void {
  const { added, changed, removed } = supervisor.previewConfig().diff
  const known = new Set([...added, ...changed, ...removed])
  const unknown = names.filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Fault('BAD_NAME', `${unknown.join(', ')}: nothing to apply`)
}

async function stopGroups(supervisor: Supervisor, names: readonly string[]): Promise<void> {
  const groups = names.flatMap((name) => supervisor.groups.get(name) ?? [])
  // A process that cannot be stopped fails the removal of its group, which says so.
  await Promise.all(groups.map((group) => stopAll(groupByPriority(group))))
}

function attempt(group: string, change: ApplyOutcome['change'], run: () => void): ApplyOutcome {
  try {
    run()
    return { group, change, ok: true, error: null }
  } catch (error) {
    return { group, change, ok: false, error: errorBodyOf(error) }
  }
}

function diffGroup(name: string, before: GroupConfig | undefined, after: GroupConfig | undefined): GroupDiff {
  const old = new Map(before?.processes.map((process) => [process.name, process]))
  const next = new Map(after?.processes.map((process) => [process.name, process]))
  const names = [...new Set([...old.keys(), ...next.keys()])]
  return {
    name,
    kind: (after ?? before)?.kind ?? '',
    programs: names.map((program) => diffProgram(program, old.get(program), next.get(program))),
    options:
      before === undefined || after === undefined
        ? []
        : diffOptions(groupOptionsOf(before), groupOptionsOf(after)),
  }
}

function diffProgram(
  name: string,
  before: ProcessConfig | undefined,
  after: ProcessConfig | undefined,
): ProgramDiff {
  if (before === undefined) return { name, change: 'added', options: [] }
  if (after === undefined) return { name, change: 'removed', options: [] }
  const options = [
    ...diffOptions(comparable(before), comparable(after)),
    ...diffEnvironment(before.environment, after.environment),
  ]
  return { name, change: options.length === 0 ? 'same' : 'changed', options }
}

/** AUTO follows the servers, which change only at a restart. */
function comparable(config: ProcessConfig): ReadonlyMap<string, unknown> {
  const options = new Map(optionsOf(config))
  if (config.serverurlAutomatic === true) options.set('serverurl', 'AUTO')
  return options
}

function diffOptions(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): OptionDiff[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((option) => !isDeepStrictEqual(before.get(option), after.get(option)))
    .map((option) => ({
      option,
      before: showValue(option, before.get(option)),
      after: showValue(option, after.get(option)),
    }))
}

/** Which variables differ; never how. */
function diffEnvironment(
  before: ProcessConfig['environment'],
  after: ProcessConfig['environment'],
): OptionDiff[] {
  const shown = (value: string | undefined) => (value === undefined ? null : '***')
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      option: `environment.${name}`,
      before: shown(before[name]),
      after: shown(after[name]),
    }))
}
