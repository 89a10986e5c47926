// What a run left behind: every test that runs a daemon ends by asking this.

import { readdirSync, readlinkSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FakeClock } from './fake-clock.js'
import type { FakePosix } from './fake-posix.js'

/** What is still held on the fake ports, one line each; empty when nothing is. */
export function findLeaks(ports: {
  readonly clock: FakeClock
  readonly posix: FakePosix
}): readonly string[] {
  const { clock, posix } = ports
  return [
    ...clock.timers().map(({ inMs }) => `a timer that fires in ${inMs} ms`),
    ...Array.from({ length: clock.pending() - clock.timers().length }, () => 'a callback for the next turn'),
    ...posix.openDescriptors().map(({ fd, what }) => `descriptor ${fd}: ${what}`),
    ...posix.openWatches(),
    ...posix.children.all.flatMap((child) =>
      child.alive ? [`child ${child.pid}: ${child.request.argv.join(' ')}`] : [],
    ),
  ]
}

/** Node lets go of a closed handle only some turns of the event loop later. */
const TURNS = 5

/**
 * Remembers what this test process holds now, and later tells what has come on top: sockets, servers, timers and child
 * processes of Node, and (on Linux) descriptors. For runs on the real ports and for servers that a harness binds.
 */
export function watchResources(): () => Promise<readonly string[]> {
  const before = { resources: activeResources(), descriptors: descriptors() }
  const find = () => [
    ...added(before.resources, activeResources()).map((name) => `an active ${name}`),
    ...added(before.descriptors, descriptors()).map((name) => `an open descriptor: ${name}`),
  ]
  return async () => {
    for (let turn = 0; turn < TURNS && find().length > 0; turn++) await nextTurn()
    return find()
  }
}

/** Kinds that come and go with the test runner's own work. */
const NOT_OURS = /^(FSReq|FileHandle|CloseReq|Immediate|TTYWrap|MessagePort|PipeWrap|GetAddrInfo|WriteWrap)/

function activeResources(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => !NOT_OURS.test(name))
}

/** What the descriptors lead to, without the numbers, which are used again. */
function descriptors(): readonly string[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((fd) => describeDescriptor(fd))
  } catch {
    return []
  }
}

function describeDescriptor(fd: string): readonly string[] {
  try {
    return [readlinkSync(`/proc/self/fd/${fd}`)]
  } catch {
    // The one that listed the folder.
    return []
  }
}

function added(before: readonly string[], now: readonly string[]): readonly string[] {
  const rest = [...before]
  return now.filter((name) => {
    const index = rest.indexOf(name)
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
}
