// A temporary folder of a test, with a path short enough for unix sockets, and its end: processes first, then files.

import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { endProcesses, MARK } from './processes.js'

/** The numeric ids of an unprivileged account that every system has. */
export const NOBODY = { uid: 65534, gid: 65534 }

export class Scratch {
  readonly path: string
  /** Set in the environment of all that a test starts, so that also lost grandchildren are found at the end. */
  readonly mark: Readonly<Record<string, string>>

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'rv-'))
    chmodSync(this.path, 0o755)
    this.mark = { [MARK]: this.path }
  }

  /** The absolute path of a name in the folder. */
  at(name: string): string {
    return join(this.path, name)
  }

  /** Folders on the way are made. */
  write(name: string, content: string | Buffer, mode = 0o644): string {
    mkdirSync(dirname(this.at(name)), { recursive: true })
    writeFileSync(this.at(name), content)
    chmodSync(this.at(name), mode)
    return this.at(name)
  }

  /** An executable sh script. */
  script(name: string, body: string): string {
    return this.write(name, `#!/bin/sh\n${body}\n`, 0o755)
  }

  folder(name: string): string {
    mkdirSync(this.at(name), { recursive: true })
    return this.at(name)
  }

  read(name: string): string {
    return readFileSync(this.at(name), 'utf8')
  }

  has(name: string): boolean {
    return existsSync(this.at(name))
  }

  /** The names in a folder, sorted. */
  names(folder = '.'): string[] {
    return readdirSync(this.at(folder)).sort()
  }

  /** Gives the folder and all that is in it to another user. */
  giveTo(user: { readonly uid: number; readonly gid: number }): void {
    chownSync(this.path, user.uid, user.gid)
    for (const entry of readdirSync(this.path, { recursive: true, withFileTypes: true })) {
      chownSync(join(entry.parentPath, entry.name), user.uid, user.gid)
    }
  }

  /** Kills everything that carries the mark, then removes the folder. */
  async remove(): Promise<void> {
    await endProcesses(this.path)
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5 })
  }
}
