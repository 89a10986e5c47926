// What this process is called and whose orphans it takes in.

import type { Libc } from './libc.js'

/** Sets the name that `ps -o comm` and `pgrep` see; the kernel keeps 15 bytes. The argument list stays as it is. */
export function setProcessName(libc: Libc, name: string): void {
  const control = libc.platform.processControl
  if (control !== null) libc.prctl(control.setName, name)
}

/** Orphaned descendants become children of this process instead of PID 1's. False where there is no such thing. */
export function becomeSubreaper(libc: Libc): boolean {
  const control = libc.platform.processControl
  return control !== null && libc.prctl(control.setSubreaper, 1) === 0
}
