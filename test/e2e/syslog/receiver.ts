// A stand-in for syslogd: takes datagrams at a path and shows each as a line.

import { type ChildProcess, spawn } from 'node:child_process'
import { Lines } from '../../support/lines.js'
import type { Scratch } from '../../support/scratch.js'

export interface Receiver {
  /** `listening`, then each datagram as Python's repr of its text. */
  readonly lines: Lines
  stop(): Promise<void>
}

const SCRIPT = `
import os, socket, sys
path = sys.argv[1]
if os.path.lexists(path): os.unlink(path)
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(path)
os.chmod(path, 0o666)
print('listening', flush=True)
if len(sys.argv) > 2: sys.stdin.readline()
while True: print(ascii(receiver.recv(65536).decode('utf-8', 'replace')), flush=True)
`

/** Listens at `path`. With `waits` it takes nothing until `child.stdin` gets a line. */
export async function startReceiver(
  scratch: Scratch,
  path: string,
  waits = false,
): Promise<Receiver & { readonly child: ChildProcess }> {
  const child = spawn('/usr/bin/python3', ['-c', SCRIPT, path, ...(waits ? ['waits'] : [])], {
    env: { ...process.env, ...scratch.mark },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const lines = new Lines(child.stdout)
  await lines.waitFor(/^listening$/)
  return {
    child,
    lines,
    stop() {
      child.kill('SIGKILL')
      return ended
    },
  }
}
