// All processes. Each has a signal of its own, so that a change redraws one row and not the table.

import { batch, type Signal, signal } from '@preact/signals'
import type { GroupChange, Program } from '../api/types.js'

const byName = new Map<string, Signal<Program>>()

/** The names of all processes, by group and then by name. */
export const names = signal<readonly string[]>([])
/** Have they been told yet? */
export const isLoaded = signal(false)

export function programOf(namespec: string): Signal<Program> | undefined {
  return byName.get(namespec)
}

export function setPrograms(programs: readonly Program[]): void {
  batch(() => {
    const known = new Set(programs.map((one) => one.namespec))
    for (const namespec of byName.keys()) if (!known.has(namespec)) byName.delete(namespec)
    for (const program of programs) put(program)
    sortNames()
    isLoaded.value = true
  })
}

export function changeProgram(program: Program): void {
  const isNew = !byName.has(program.namespec)
  put(program)
  if (isNew) sortNames()
}

export function removeProgram(namespec: string): void {
  if (byName.delete(namespec)) sortNames()
}

/** A group that came, or whose processes are others now. */
export function changeGroup(group: GroupChange): void {
  batch(() => {
    const kept = new Set(group.programs.map((one) => one.namespec))
    for (const [namespec, program] of byName) {
      if (program.peek().group === group.name && !kept.has(namespec)) byName.delete(namespec)
    }
    for (const program of group.programs) put(program)
    sortNames()
  })
}

export function removeGroup(name: string): void {
  for (const [namespec, program] of byName) if (program.peek().group === name) byName.delete(namespec)
  sortNames()
}

/** What is older than what is known came late. */
function put(program: Program): void {
  const known = byName.get(program.namespec)
  if (known === undefined) byName.set(program.namespec, signal(program))
  else if (program.revision >= known.peek().revision || program.now >= known.peek().now) known.value = program
}

function sortNames(): void {
  const all = [...byName.values()].map((one) => one.peek())
  all.sort((one, other) => compare(one.group, other.group) || compare(one.name, other.name))
  names.value = all.map((one) => one.namespec)
}

/** `web_2` before `web_10`: numbers by their value, all else by the character. */
function compare(one: string, other: string): number {
  const [left, right] = [split(one), split(other)]
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [a = '', b = ''] = [left[at], right[at]]
    if (a === b) continue
    const difference = Number(a) - Number(b)
    if (!Number.isNaN(difference) && difference !== 0) return difference
    return a < b ? -1 : 1
  }
  return left.length - right.length
}

function split(name: string): readonly string[] {
  return name.split(/(\d+)/)
}

/** Does a plugin hold its start, its RUNNING or its stop back? Then the description says why. */
export function isHeld({ description }: Program): boolean {
  return description.startsWith('held: ')
}

/** It does not run, and will without a further request: at its time, or when a plugin lets it. */
export function willStart(program: Program): boolean {
  return program.waitingFor === 'restart' || (program.pid === null && isHeld(program))
}
