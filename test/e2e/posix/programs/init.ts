// PID 1 of a namespace: orphans many grandchildren, keeps starting children of its own, and reports as JSON.

import { readdirSync, readFileSync } from 'node:fs'
import { createSystemClock } from '../../../../core/clock/system-clock.js'
import { createPosix } from '../../../../core/posix/posix.js'

const ORPHANS = 1000

const clock = createSystemClock()
const posix = createPosix({ clock })
const owned = new Set<number>()
let reapedUnknown = 0
let ownExits = 0
let subreaper = true

posix.watchChildren({
  owns: (pid) => owned.has(pid),
  onExit({ pid }) {
    ownExits += 1
    owned.delete(pid)
  },
  onUnknown() {
    reapedUnknown += 1
  },
})

function start(file: string, argv: readonly string[]): number {
  const result = posix.spawn({ file, argv, environment: { PATH: '/usr/bin:/bin' }, stdio: [0, 1, 2] })
  if ('errno' in result) throw new Error(result.errno)
  owned.add(result.pid)
  return result.pid
}

if (posix.pid !== 1) subreaper = posix.becomeSubreaper()
// Each grandchild outlives the shell that started it, so this process adopts it.
const script = `for i in $(seq ${ORPHANS}); do sleep 0.2 & done`
start('/bin/sh', ['sh', '-c', script])

const startedAt = clock.monotonic()
function step(): void {
  if (reapedUnknown < ORPHANS && clock.monotonic() - startedAt < 30_000) {
    if (owned.size === 0) start('/usr/bin/true', ['true'])
    clock.after(20, step)
    return
  }
  report()
}

function report(): void {
  const zombies = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isZombie(name)).length
  console.log(JSON.stringify({ reapedUnknown, zombies, ownExits, subreaper, orphans: ORPHANS }))
}

function isZombie(pid: string): boolean {
  try {
    const [, state, parent] = /\) (\w) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return state === 'Z' && parent === String(process.pid)
  } catch {
    return false
  }
}

step()
